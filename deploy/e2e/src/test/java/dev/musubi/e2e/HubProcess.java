package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.client.Musubi;
import dev.musubi.stores.SharedStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The jar that is shipped, as a child process on a data folder of its own, with its stores. */
final class HubProcess implements AutoCloseable {
    static final String KEY = "e2e-key-of-nobody-but-this-test";

    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration END = Duration.ofSeconds(60);

    private final Path folder;
    private final List<String> options;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile Process process;

    private HubProcess(Path folder, List<String> options) throws IOException {
        this.folder = folder;
        this.options = options;
        try (var socket = new ServerSocket(0)) {
            this.port = socket.getLocalPort();
        }
        this.process = launch();
    }

    /**
     * A hub that answers.
     *
     * @param options {@code -D…} for its JVM, {@code --…} for its settings
     */
    static HubProcess start(Path folder, String... options) throws IOException {
        Files.createDirectories(folder);
        var hub = new HubProcess(folder, List.of(options));
        try {
            hub.awaitHealth();
            return hub;
        } catch (RuntimeException | Error e) {
            hub.close();
            throw e;
        }
    }

    /** Settings for a hub, and others beside it, on a database of the tests' stores. */
    static String[] onSharedStores() {
        return on(
                "mongodb://127.0.0.1:%d/%s?directConnection=true"
                        .formatted(
                                URI.create(SharedStores.mongodbUri()).getPort(),
                                SharedStores.database()));
    }

    /** Settings for a hub on this MongoDB, and on indexes of its own. */
    static String[] on(String mongodbUri) {
        return new String[] {
            "--musubi.stores.mongodb-uri=" + mongodbUri,
            "--musubi.stores.elasticsearch-uris=" + SharedStores.elasticsearchUri(),
            "--musubi.elasticsearch.prefix=" + SharedStores.indexPrefix()
        };
    }

    URI at(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    Musubi client() {
        return Musubi.at(at("/"), KEY);
    }

    HttpClient http() {
        return http;
    }

    /** Sends a call with the key of the first hour, and fails where it is not answered well. */
    HttpResponse<String> send(String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(method, path, body);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isLessThan(300);
        return answer;
    }

    /** Sends a call with the key of the first hour; the answer, whatever it is. */
    HttpResponse<String> ask(String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(at(path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The body of a good answer. */
    String get(String path) throws IOException, InterruptedException {
        return send("GET", path, null).body();
    }

    long pid() {
        return process.pid();
    }

    Optional<ProcessHandle> mongod() {
        return child("/mongod");
    }

    Optional<ProcessHandle> elasticsearch() {
        return child("dev.musubi.stores.node.ElasticsearchNode");
    }

    /** SIGKILL: nothing is flushed, nobody is told. */
    void killNine() {
        process.toHandle().destroyForcibly();
        ended(Duration.ofSeconds(10));
    }

    /** The same jar on the same folder and port, after the other has ended. */
    void startAgain() throws IOException {
        assertThat(process.isAlive()).as("the hub before still runs").isFalse();
        process = launch();
        awaitHealth();
    }

    /** What a chore said, and its exit value. */
    record Chore(String text, int exit) {}

    /** Does a chore of the same jar on the same folder, beside this hub or without it. */
    Chore chore(String... words) throws IOException, InterruptedException {
        var chore = begin(folder.resolve("chore.log"), words);
        try {
            int exit = chore.waitFor();
            return new Chore(Files.readString(folder.resolve("chore.log")), exit);
        } finally {
            chore.destroyForcibly();
        }
    }

    /** Begins a chore that says what it has to say in a file of its own. */
    Process begin(Path told, String... words) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dfile.encoding=UTF-8");
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(List.of(words));
        command.add("--spring.config.additional-location=optional:file:" + folder + "/");
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MUSUBI_ROOT", root().toString());
        builder.environment().put("MUSUBI_DATA_FOLDER", folder.toString());
        return builder.redirectOutput(told.toFile()).start();
    }

    String log() {
        try {
            return Files.readString(folder.resolve("hub.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (!ended(END)) {
            process.toHandle().destroyForcibly();
            ended(END);
        }
    }

    private boolean ended(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Process launch() throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("-XX:TieredStopAtLevel=1"); // it starts often and never lives long
        command.add("--enable-native-access=ALL-UNNAMED");
        options.stream().filter(option -> option.startsWith("-D")).forEach(command::add);
        command.addAll(List.of("-jar", jar().toString()));
        options.stream().filter(option -> option.startsWith("--")).forEach(command::add);
        command.add("--spring.config.additional-location=optional:file:" + folder + "/");
        var builder = new ProcessBuilder(command);
        builder.environment().put("MUSUBI_ROOT", root().toString());
        builder.environment().put("MUSUBI_DATA_FOLDER", folder.toString());
        builder.environment().put("MUSUBI_PORT", Integer.toString(port));
        builder.environment().put("MUSUBI_ADMIN_KEY", KEY);
        return builder.redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("hub.log").toFile()))
                .start();
    }

    private static Path jar() {
        var jar = root().resolve("deploy/server/target/musubi-app.jar");
        assertThat(jar).as("the hub's jar; build it: ./mvnw -pl deploy/server package").exists();
        return jar;
    }

    static Path root() {
        var root = System.getenv("MUSUBI_ROOT");
        return root == null ? Path.of("../..").toAbsolutePath().normalize() : Path.of(root);
    }

    private void awaitHealth() {
        var request =
                HttpRequest.newBuilder(at("/actuator/health"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new AssertionError(
                        "the hub ended while starting, exit value "
                                + process.exitValue()
                                + ":\n"
                                + tail());
            }
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException e) {
                // it does not listen yet
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while the hub started", e);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        throw new AssertionError("the hub did not come up within " + START + ":\n" + tail());
    }

    private String tail() {
        var lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    private Optional<ProcessHandle> child(String sign) {
        return process.toHandle()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .filter(child -> commandLine(child.pid()).contains(sign))
                .findFirst();
    }

    /** From the kernel: what {@link ProcessHandle} gives is cut where it is long. */
    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
        } catch (IOException e) {
            return ""; // it has just ended
        }
    }
}
