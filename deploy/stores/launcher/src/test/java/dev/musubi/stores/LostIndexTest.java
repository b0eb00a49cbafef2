package dev.musubi.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.stores.EmbeddedElasticsearch.Compiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostIndexTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir Path folder;

    @Test
    void aNodeThatLostAnIndexStartsSoThatTheIndexCanBeBuiltAnew() throws Exception {
        try (Supervisor node = start()) {
            new Rest(EmbeddedElasticsearch.uri(node.port())).put("/lost", "{}");
        }
        for (Path segments : segments()) {
            Files.delete(segments);
        }

        try (Supervisor node = start()) {
            String indices =
                    new Rest(EmbeddedElasticsearch.uri(node.port()))
                            .get("/_cluster/health?level=indices&filter_path=indices.*.status");

            assertThat(indices).contains("{\"lost\":{\"status\":\"red\"}}");
        }
    }

    private Supervisor start() {
        return Supervisor.start(
                new EmbeddedElasticsearch(folder, 384, Compiler.QUICK), folder, LIMIT);
    }

    private List<Path> segments() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            List<Path> found =
                    files.filter(f -> f.getFileName().toString().startsWith("segments_"))
                            .filter(f -> f.toString().contains("indices"))
                            .toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }
}
