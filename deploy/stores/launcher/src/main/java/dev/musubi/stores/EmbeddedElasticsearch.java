package dev.musubi.stores;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An Elasticsearch node of one in a JVM of its own, on a folder: {@code data}, {@code config},
 * beside the files of {@link ChildProcess} and {@link Ports}. No security: loopback only.
 */
final class EmbeddedElasticsearch implements StoreProgram {
    private static final String MAIN = "dev.musubi.stores.node.ElasticsearchNode";
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final Pattern READY = Pattern.compile("\"status\":\"(green|yellow)\"");

    private static final Duration RED_LIMIT = Duration.ofSeconds(10);

    /** For a node that lives long, and for one that is needed soon: half the work to start it. */
    enum Compiler {
        BEST("-XX:+TieredCompilation"),
        QUICK("-XX:TieredStopAtLevel=1");

        private final String option;

        Compiler(String option) {
            this.option = option;
        }
    }

    private final Path folder;
    private final int heapMb;
    private final Compiler compiler;
    private long redSince;

    EmbeddedElasticsearch(Path folder, int heapMb, Compiler compiler) {
        this.folder = folder;
        this.heapMb = heapMb;
        this.compiler = compiler;
    }

    static String uri(int port) {
        return "http://" + Ports.LOOPBACK + ":" + port;
    }

    @Override
    public String name() {
        return "elasticsearch";
    }

    @Override
    public void prepare() {
        NodeProgram.classPath();
    }

    @Override
    public List<String> command(int port) throws IOException {
        redSince = 0;
        Path out = folder.resolve(name() + ".out");
        if (Files.exists(out)) {
            Files.move(out, folder.resolve(name() + ".out.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + Math.min(heapMb, 256) + "m",
                "-Xmx" + heapMb + "m",
                compiler.option,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:MaxDirectMemorySize=" + Math.max(64, heapMb / 4) + "m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                "-cp",
                NodeProgram.classPath(),
                MAIN,
                folder.toString(),
                Integer.toString(port),
                Integer.toString(Ports.free()),
                Long.toString(ProcessHandle.current().pid()));
    }

    @Override
    public boolean isReady(int port) {
        if (!Ports.answers(port)) {
            return false;
        }
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        uri(port)
                                                + "/_cluster/health?wait_for_status=yellow"
                                                + "&timeout=2s"))
                        .timeout(ANSWER_LIMIT)
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return READY.matcher(answer.body()).find() || isLostForGood(answer.body());
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Whether a shard stays away that the node no longer works on: its index is lost. The hub
     * builds it anew, and needs a node for that.
     */
    private boolean isLostForGood(String health) {
        if (!health.contains("\"status\":\"red\"")
                || !health.contains("\"initializing_shards\":0,")) {
            redSince = 0;
            return false;
        }
        long now = System.nanoTime();
        redSince = redSince == 0 ? now : redSince;
        return now - redSince > RED_LIMIT.toNanos();
    }

    @Override
    public String explain(int exitCode) {
        String reason =
                switch (exitCode) {
                    case 3 -> "its memory was used up; give it a larger heap";
                    case 137 -> "it was killed";
                    case 143 -> "it was told to stop";
                    default -> "exit code " + exitCode;
                };
        return reason + "; see " + folder.resolve(name() + ".out");
    }
}
