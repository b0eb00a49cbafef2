package dev.musubi.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.platform.DocumentStore;
import dev.musubi.testing.TestStores;
import dev.musubi.testing.WebHub;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LooksTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:00Z");

    private final DocumentStore store =
            DocumentStore.connect(TestStores.mongodbUri(), WebHub.database());
    private final Looks looks =
            new Looks(new LookStore(store), Clock.fixed(NOW, ZoneOffset.UTC), 3);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whoLookedAtWhomIsKept() {
        looks.note("hanako", "p-1", "person");
        looks.note("taro", "p-1", "timeline");

        assertThat(looks.newest("hanako", null, 10))
                .containsExactly(new Look("hanako", "p-1", "person", NOW));
        assertThat(looks.newest(null, "p-1", 10)).hasSize(2);
    }

    @Test
    void lookingAtTheSamePersonOftenIsNothingUnusual() {
        for (int i = 0; i < 20; i++) {
            looks.note("hanako", "p-1", "person");
        }

        assertThat(looks.alerts()).isEmpty();
    }

    @Test
    void moreDifferentPeopleThanUsualRaiseOneAlertUntilSomebodyHasSeenToIt() {
        for (int i = 0; i < 6; i++) {
            looks.note("hanako", "p-" + i, "person");
        }

        List<Alert> alerts = looks.alerts();
        assertThat(alerts)
                .containsExactly(new Alert("hanako|2026-11-22T10:00:00Z", "hanako", 6, NOW));

        looks.seen(alerts.getFirst().id(), "manager");

        assertThat(looks.alerts()).isEmpty();
    }
}
