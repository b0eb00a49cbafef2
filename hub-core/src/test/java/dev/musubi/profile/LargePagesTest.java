package dev.musubi.profile;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.Json;
import dev.musubi.testing.WebHub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LargePagesTest {

    @Test
    void aTimelineOfLargeEventsHasShorterPagesAndEveryEventOnce() {
        try (WebHub hub = WebHub.start(Map.of())) {
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String note = "n".repeat(i % 3 == 0 ? 240_000 : 90_000);
                JsonNode event =
                        anEvent("store.visited")
                                .minute(i)
                                .of("loyalty_id", "L-LARGE")
                                .with("note", note)
                                .build();
                sent.addFirst(event.path("id").asText());
                assertThat(hub.post("/api/v1/events?wait=applied", Json.write(event)).statusCode())
                        .isEqualTo(202);
            }
            String id =
                    WebHub.json(hub.get("/api/v1/profiles?identifier=loyalty_id:L-LARGE"))
                            .path("id")
                            .asText();

            List<String> read = new ArrayList<>();
            List<Integer> sizes = new ArrayList<>();
            String cursor = "";
            do {
                String body =
                        hub.get("/api/v1/profiles/" + id + "/timeline?limit=200&cursor=" + cursor)
                                .body();
                JsonNode page = Json.read(body);
                sizes.add(body.length());
                page.path("items").forEach(item -> read.add(item.path("id").asText()));
                cursor = page.path("next").asText("");
            } while (!cursor.isEmpty());

            assertThat(read).isEqualTo(sent);
            assertThat(sizes)
                    .hasSizeGreaterThan(4)
                    .allSatisfy(size -> assertThat(size).isLessThan(280_000));
        }
    }
}
