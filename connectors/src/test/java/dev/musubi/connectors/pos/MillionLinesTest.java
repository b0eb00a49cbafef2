package dev.musubi.connectors.pos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MillionLinesTest {
    @TempDir Path work;

    @Test
    void aMillionLinesInAnyOrderFitIntoFortyEightMegabytes() throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx48m",
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                MillionLines.class.getName(),
                                "1000000",
                                work.toString())
                        .redirectErrorStream(true)
                        .start();
        var output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(output)
                .startsWith("1000001 lines, 250000 events, 1000000 lines in them, 0 bad, peak ");
        var peak = Long.parseLong(output.substring(output.lastIndexOf(' ') + 1));
        assertThat(peak).isLessThanOrEqualTo(Receipts.SORT_BUDGET);
        try (var left = Files.list(work)) {
            assertThat(left).isEmpty();
        }
    }
}
