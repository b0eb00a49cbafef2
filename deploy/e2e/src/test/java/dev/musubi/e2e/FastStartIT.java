package dev.musubi.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The start script makes a cache for the jar that is built, uses it, and starts without it too. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FastStartIT {

    private static final Path TARGET = HubProcess.root().resolve("deploy/server/target");

    @TempDir Path folder;

    @Test
    @Order(1)
    void aCacheIsMadeOnce() throws Exception {
        String told = musubi("", "prepare");

        assertThat(told).doesNotContain("could be made");
        assertThat(cache()).exists();
        assertThat(musubi("", "prepare")).isEmpty();
    }

    @Test
    @Order(2)
    void theCacheIsUsedAndARehearsalLeavesNothing() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));

        String told =
                musubi("-XX:AOTMode=on -Xlog:class+load -Djava.io.tmpdir=" + temporary, "rehearse");

        long all = told.lines().filter(line -> line.contains("source: ")).count();
        long shared = told.lines().filter(line -> line.contains("shared objects file")).count();
        assertThat(all).isGreaterThan(10_000);
        assertThat((double) shared / all).as("of %d classes", all).isGreaterThan(0.9);
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    @Order(3)
    void aBrokenCacheDoesNotStopAStart() throws Exception {
        byte[] whole = Files.readAllBytes(cache());
        try {
            for (byte[] broken : List.of("no cache".getBytes(UTF_8), cut(whole))) {
                Files.write(cache(), broken);
                assertThat(musubi("", "rehearse")).doesNotContain("Exception");
            }
        } finally {
            Files.write(cache(), whole);
        }
    }

    private static byte[] cut(byte[] whole) {
        return Arrays.copyOf(whole, whole.length / 2);
    }

    private static Path cache() throws IOException {
        try (Stream<Path> made = Files.walk(TARGET.resolve("unpacked"), 2)) {
            return made.filter(p -> p.endsWith("start.aot"))
                    .max(Comparator.comparing(p -> p.toFile().lastModified()))
                    .orElseThrow();
        }
    }

    /** What the script says; it ends well. */
    private String musubi(String javaOptions, String... words) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(HubProcess.root().resolve("deploy/musubi").toString());
        command.addAll(List.of(words));
        Path told = folder.resolve("told");
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MUSUBI_JAVA_OPTS", javaOptions);
        Process script = builder.redirectOutput(told.toFile()).start();
        try {
            assertThat(script.waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            script.destroyForcibly();
        }
        String text = Files.readString(told);
        assertThat(script.exitValue()).as(text.lines().limit(50).toList().toString()).isZero();
        return text;
    }
}
