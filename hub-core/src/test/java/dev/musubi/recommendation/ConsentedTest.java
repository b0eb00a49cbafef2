package dev.musubi.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.consent.ConsentKey;
import dev.musubi.consent.Decision;
import dev.musubi.recommendation.Recommendation.Withheld;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsentedTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void silenceMeansNo() {
        assertThat(Consented.against(List.of(), NOW)).contains(Withheld.NO_CONSENT);
        assertThat(Consented.against(List.of(said("marketing", "web", true, 1)), NOW))
                .contains(Withheld.NO_CONSENT);
    }

    @Test
    void aGrantAllows() {
        assertThat(Consented.against(List.of(said("profiling", "web", true, 1)), NOW)).isEmpty();
    }

    @Test
    void aDenialOnAnyChannelSpeaksAgainstItHoweverOldItIs() {
        assertThat(
                        Consented.against(
                                List.of(
                                        said("profiling", "store", false, 9),
                                        said("profiling", "web", true, 1)),
                                NOW))
                .contains(Withheld.DENIED);
    }

    @Test
    void aGrantEndsByItself() {
        Decision ended =
                new Decision(
                        new ConsentKey("profiling", "web", ConsentKey.EVERYWHERE),
                        true,
                        NOW.minusSeconds(60),
                        NOW,
                        "test|1");

        assertThat(Consented.against(List.of(ended), NOW)).contains(Withheld.DENIED);
        assertThat(Consented.against(List.of(ended), NOW.minusSeconds(1))).isEmpty();
    }

    private static Decision said(String purpose, String channel, boolean granted, int daysAgo) {
        return new Decision(
                new ConsentKey(purpose, channel, ConsentKey.EVERYWHERE),
                granted,
                NOW.minusSeconds(daysAgo * 86_400L),
                null,
                "test|" + daysAgo);
    }
}
