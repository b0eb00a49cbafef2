package dev.musubi.event;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.musubi.platform.Json;
import dev.musubi.testing.WebHub;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events that are accepted and not applied, by hubs with a worker and without. */
class BacklogTest {

    private static final Map<String, Object> IMPATIENT =
            Map.of(
                    "musubi.people.workers", 0,
                    "musubi.events.most-lag", "500ms",
                    "musubi.events.look-every", "50ms");

    @Test
    void aBacklogThatGrowsTooOldClosesTheLogAndOneThatIsAppliedOpensItAgain() {
        String database = WebHub.database();
        try (WebHub accepting = WebHub.start(database, IMPATIENT)) {
            assertThat(append(accepting).statusCode()).isEqualTo(202);

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> {
                                HttpResponse<String> refused = append(accepting);
                                assertThat(refused.statusCode()).isEqualTo(429);
                                assertThat(refused.headers().firstValue("Retry-After"))
                                        .hasValue("1");
                                assertThat(WebHub.json(refused).path("detail").asText())
                                        .contains("applied too late");
                            });

            try (WebHub _ = WebHub.start(database, Map.of())) {
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(
                                () -> assertThat(append(accepting).statusCode()).isEqualTo(202));
            }
        }
    }

    @Test
    void aDiskThatIsNearlyFullClosesTheLogAndNotTheReads() {
        Map<String, Object> settings = new HashMap<>(IMPATIENT);
        settings.put("musubi.events.most-lag", "1h");
        settings.put("musubi.events.least-disk", "1000000GB");
        try (WebHub hub = WebHub.start(settings)) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> {
                                HttpResponse<String> refused = append(hub);
                                assertThat(refused.statusCode()).isEqualTo(429);
                                assertThat(WebHub.json(refused).path("detail").asText())
                                        .contains("disk");
                            });
            assertThat(hub.get("/api/v1/profiles?identifier=loyalty_id:nobody").statusCode())
                    .isEqualTo(404);
        }
    }

    private static HttpResponse<String> append(WebHub hub) {
        return hub.post(
                "/api/v1/events",
                Json.write(anEvent("store.visited").of("loyalty_id", "L-1").build()));
    }
}
