package dev.musubi.connectors.crm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyMembersTest {
    @TempDir Path work;

    @Test
    void threeHundredThousandMembersFitIntoFortyEightMegabytes() throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx48m",
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ManyMembers.class.getName(),
                                "300000",
                                work.toString())
                        .redirectErrorStream(true)
                        .start();
        var output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(output.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("300001 lines {added=300000, "));
        try (var left = Files.list(work)) {
            assertThat(left).isEmpty();
        }
    }
}
