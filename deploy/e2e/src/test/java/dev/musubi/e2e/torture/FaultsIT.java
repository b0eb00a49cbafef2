package dev.musubi.e2e.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.e2e.HubProcess;
import dev.musubi.stores.SharedStores;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The torture is worth something: on a hub with one planted fault it finds a difference, though
 * nobody dies. The stores outlive the hubs, each of which has a database and indexes of its own.
 */
@Tag("long")
class FaultsIT {

    private static final Duration WORK = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @TempDir Path folder;

    private final long seed = Long.getLong("musubi.seed", System.nanoTime());

    @Test
    void aHubThatDropsAnEventIsSeen() throws Exception {
        assertThat(differences("drop"))
                .as("seed %d", seed)
                .anyMatch(difference -> difference.matches("person \\d+ events: .*"));
    }

    @Test
    void aHubThatCountsTwiceIsSeen() throws Exception {
        assertThat(differences("apply-twice"))
                .as("seed %d", seed)
                .anyMatch(difference -> difference.matches("person \\d+ events: .*"));
    }

    @Test
    void aHubThatMergesWronglyIsSeen() throws Exception {
        assertThat(differences("wrong-merge"))
                .as("seed %d", seed)
                .anyMatch(difference -> difference.matches("persons \\d+ and \\d+ are one"));
    }

    @Test
    void aHubThatLosesAnUpdateOfTheIndexIsSeen() throws Exception {
        assertThat(differences("lose-index-update"))
                .as("seed %d", seed)
                .isNotEmpty()
                .allMatch(difference -> difference.startsWith("search "));
    }

    private List<String> differences(String fault) throws Exception {
        List<String> settings = new ArrayList<>(Torture.settings(folder.resolve("tills")));
        settings.add("-Dmusubi.fault=" + fault);
        settings.add("--musubi.stores.mongodb-uri=" + mongodbUri());
        settings.add("--musubi.stores.elasticsearch-uris=" + SharedStores.elasticsearchUri());
        settings.add("--musubi.elasticsearch.prefix=" + SharedStores.indexPrefix());
        try (HubProcess hub =
                        HubProcess.start(folder.resolve("data"), settings.toArray(String[]::new));
                Torture torture = new Torture(hub, folder.resolve("tills"), seed)) {
            torture.run(() -> Door.pause(WORK.toMillis()), 0, false);
            assertThat(hub.log()).contains("FAULT PLANTED: " + fault);
            return torture.differences(PATIENCE);
        }
    }

    private static String mongodbUri() {
        return "mongodb://127.0.0.1:%d/%s?directConnection=true"
                .formatted(
                        URI.create(SharedStores.mongodbUri()).getPort(), SharedStores.database());
    }
}
