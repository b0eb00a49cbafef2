package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the README, pasted into a shell in their order. */
class ReadmeIT {

    private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);

    @TempDir Path folder;

    @Test
    void theLinesOfTheReadmeTellTheStoryThatItSaysTheyTell() throws Exception {
        try (HubProcess hub = HubProcess.start(folder.resolve("data"))) {
            Files.createDirectories(folder.resolve(".musubi"));
            Files.writeString(folder.resolve(".musubi/admin.key"), HubProcess.KEY);
            List<String> lines = lines();

            List<String> told = run(hub, lines);

            assertThat(told).as("answers").hasSize(lines.size());
            assertThat(told.subList(1, 5)).allMatch(a -> a.contains("\"status\":\"accepted\""));
            assertThat(told.get(5)).contains("L1001", "\"orders\":2", "佐藤", "social_id");
            assertThat(told.get(7)).contains("\"allowed\":false", "R-1", "O-7", "M-1", "F-1");
            assertThat(told.get(8)).contains("Cashmere sweater");
            assertThat(told.get(9)).contains("銀座店");
            assertThat(told.get(11)).contains("\"band\":\"in_stock\"", "\"available\":\"12\"");
            assertThat(told.get(14)).contains("\"reason\"").contains("A-1");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> {
                                List<String> again = run(hub, lines);
                                assertThat(again.subList(1, 5))
                                        .allMatch(a -> a.contains("\"status\":\"duplicate\""));
                                assertThat(again.get(6)).contains("<em>佐藤</em>");
                                assertThat(again.get(12)).contains("A-1");
                            });
        }
    }

    /** All of the README but its first block, which starts a hub and tests it. */
    private static List<String> lines() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(root().resolve("README.md")));
        List<String> lines = new ArrayList<>();
        assertThat(block.find()).isTrue();
        while (block.find()) {
            block.group(1).lines().forEach(lines::add);
        }
        return lines;
    }

    /** One shell runs them all; what each says ends with a mark. Only the address is another. */
    private List<String> run(HubProcess hub, List<String> lines)
            throws IOException, InterruptedException {
        String script =
                String.join("\nprintf '\\036'\n", lines)
                        .replace("http://127.0.0.1:8080/", hub.at("/").toString());
        Path out = folder.resolve("told");
        Process shell =
                new ProcessBuilder("bash", "-eu", "-c", script)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(shell.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String told = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(shell.exitValue()).as(told).isZero();
        return List.of(told.split("\036", -1));
    }

    private static Path root() {
        String root = System.getenv("MUSUBI_ROOT");
        return root == null ? Path.of("../..").toAbsolutePath().normalize() : Path.of(root);
    }
}
