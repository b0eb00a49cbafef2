package dev.musubi.connectors.crm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.platform.DocumentStore;
import dev.musubi.testing.TestHub;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemberSnapshotStoreTest {
    private static final Instant MONDAY = Instant.parse("2026-11-02T00:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-03T00:00:00Z");

    private final TestHub hub = TestHub.start();
    private final MemberSnapshotStore snapshots =
            new MemberSnapshotStore(hub.get(DocumentStore.class));
    private final MemberLoadStore loads = new MemberLoadStore(hub.get(DocumentStore.class));

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void whatIsKeptIsFoundAsItWas() {
        var known = known("a1", MONDAY);

        snapshots.save("crm:main", List.of(known));

        assertThat(snapshots.find("crm:main", List.of("a1", "b2"))).isEqualTo(Map.of("a1", known));
        assertThat(snapshots.find("crm:other", List.of("a1"))).isEmpty();
    }

    @Test
    void theMembersOfASourceComeInTheOrderOfTheirKeysAndNoOthers() {
        snapshots.save(
                "crm:main", List.of(known("ff", MONDAY), known("00", MONDAY), known("9a", MONDAY)));
        snapshots.save("crm:main2", List.of(known("01", MONDAY)));
        snapshots.save("crm:mai", List.of(known("01", MONDAY)));

        assertThat(snapshots.after("crm:main", "", 2))
                .extracting(Known::key)
                .containsExactly("00", "9a");
        assertThat(snapshots.after("crm:main", "9a", 2))
                .extracting(Known::key)
                .containsExactly("ff");
    }

    @Test
    void ofTwoHubsTheLaterFilesHolds() {
        snapshots.save("crm:main", List.of(known("a1", TUESDAY)));

        snapshots.save("crm:main", List.of(known("a1", MONDAY), known("b2", MONDAY)));

        assertThat(snapshots.after("crm:main", "", 10))
                .extracting(Known::asOf)
                .containsExactly(TUESDAY, MONDAY);
    }

    @Test
    void theSameBytesGoOnUnderTheDateTheyHadUntilOthersCome() {
        assertThat(loads.begin("crm:main", "f1", MONDAY)).isEqualTo(MONDAY);
        assertThat(loads.begin("crm:main", "f1", TUESDAY)).isEqualTo(MONDAY);
        assertThat(loads.begin("crm:main", "f2", TUESDAY)).isEqualTo(TUESDAY);
        assertThat(loads.begin("crm:main", "f1", TUESDAY)).isEqualTo(TUESDAY);
    }

    @Test
    void theNewestFullFileIsRemembered() {
        assertThat(loads.lastFull("crm:main")).isEqualTo(Instant.EPOCH);

        loads.full("crm:main", TUESDAY);
        loads.full("crm:main", MONDAY);

        assertThat(loads.lastFull("crm:main")).isEqualTo(TUESDAY);
    }

    private static Known known(String key, Instant asOf) {
        var consents = new TreeMap<>(Map.of("marketing|e.mail", true, "marketing|sms", false));
        return new Known(key, "M-" + key, "hash", consents, MONDAY, asOf, asOf, false);
    }
}
