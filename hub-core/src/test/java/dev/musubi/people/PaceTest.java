package dev.musubi.people;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.event.Appended;
import dev.musubi.event.EventLog;
import dev.musubi.event.EventState;
import dev.musubi.testing.TestHub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Map<String, Object> ONE_AN_HOUR =
            Map.of("musubi.people.workers", 1, "musubi.people.pace", "1h");

    @Test
    void eventsThatComeOneByOneShareATransaction() {
        try (TestHub hub = TestHub.start(ONE_AN_HOUR)) {
            List<Appended> appended = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                appended.addAll(hub.append(visit(i)));
            }
            hub.settle(appended);

            // The first is not held up; the others wait until somebody asks for them.
            assertThat(hub.get(SimpleMeterRegistry.class).timer("musubi.people.batch").count())
                    .isBetween(1L, 3L);
        }
    }

    @Test
    void whoWaitsForAnEventIsNotHeldUp() {
        try (TestHub hub = TestHub.start(ONE_AN_HOUR)) {
            for (int i = 0; i < 5; i++) {
                ObjectNode visit = visit(i);
                hub.apply(visit);

                assertThat(hub.get(EventLog.class).find("test", visit.path("id").asText()))
                        .hasValueSatisfying(
                                e -> assertThat(e.state()).isEqualTo(EventState.State.APPLIED));
            }
        }
    }

    private static ObjectNode visit(int person) {
        return anEvent("store.visited").of("loyalty_id", "P-" + person).build();
    }
}
