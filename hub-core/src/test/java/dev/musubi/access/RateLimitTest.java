package dev.musubi.access;

import static dev.musubi.testing.WebHub.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.testing.WebHub;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    @Test
    void aKeyThatAsksTooOftenIsToldWhenToComeAgainAndOthersAreNotHeldUp() {
        try (WebHub hub = WebHub.start(Map.of("musubi.access.requests-per-second", 3))) {
            String busy = hub.key("{\"name\":\"busy\",\"scopes\":[\"profiles:read\"]}");

            List<HttpResponse<String>> answers =
                    Stream.generate(() -> hub.get("/api/v1/profiles/x", as(busy)))
                            .limit(200)
                            .takeWhile(answer -> answer.statusCode() != 429)
                            .toList();
            HttpResponse<String> refused = refused(hub, busy);

            assertThat(answers.size()).isBetween(3, 199);
            assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isEqualTo(1);
            assertThat(hub.get("/api/v1/profiles/x").statusCode()).isEqualTo(404);
            assertThat(hub.contract().violations()).isEmpty();
        }
    }

    /** The bucket refills meanwhile, so that a single further request might pass. */
    private static HttpResponse<String> refused(WebHub hub, String key) {
        return Stream.generate(() -> hub.get("/api/v1/profiles/x", as(key)))
                .limit(200)
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();
    }
}
