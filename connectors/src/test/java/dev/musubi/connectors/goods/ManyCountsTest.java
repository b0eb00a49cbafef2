package dev.musubi.connectors.goods;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyCountsTest {
    @TempDir Path work;

    @Test
    void aMillionCountsFitIntoFortyEightMegabytes() throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx48m",
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ManyCounts.class.getName(),
                                "1000000",
                                work.toString())
                        .redirectErrorStream(true)
                        .start();
        var output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(output).isEqualTo("1000001 lines, 999000 told, 1000 bad");
        try (var left = Files.list(work)) {
            assertThat(left).isEmpty();
        }
    }
}
