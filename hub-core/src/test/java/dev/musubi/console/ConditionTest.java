package dev.musubi.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.console.Condition.Notice;
import dev.musubi.search.IndexerStatus;
import dev.musubi.search.IndexerStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ConditionTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static IndexerStatus index(State state, int lagSeconds, double swept) {
        return new IndexerStatus(state, Duration.ofSeconds(lagSeconds), 0, swept, 0, null);
    }

    private static Condition condition(IndexerStatus people, double peopleLag, boolean closed) {
        return new Condition(
                true,
                Map.of("profiles", people, "products", index(State.STANDBY, 0, 1)),
                Map.of("profiles", Duration.ofSeconds(30)),
                Map.of("people", OptionalDouble.of(peopleLag), "stock", OptionalDouble.empty()),
                closed);
    }

    @Test
    void nothingIsSaidWhileAllIsWell() {
        Condition condition = condition(index(State.FOLLOWING, 9, 1), 10, false);

        assertThat(condition.notices()).isEmpty();
        assertThat(condition.well()).isTrue();
    }

    @Test
    void whatIsGraveComesBeforeWhatIsUnderWay() {
        Condition condition = condition(index(State.SWEEPING, 0, 0.4), 40.4, true);

        assertThat(condition.notices())
                .containsExactly(
                        Notice.of("closed", "events", true),
                        Notice.of("behind", "people", true).late(40),
                        new Notice("sweep.left", "profiles", false, null, 0.4, 30L));
        assertThat(condition.well()).isFalse();
    }

    @Test
    void anIndexThatWaitsIsAwayAndOneThatFollowsIsBehind() {
        assertThat(condition(index(State.WAITING, 40, 1), 0, false).notices())
                .containsExactly(Notice.of("away", "profiles", true).late(40));
        assertThat(condition(index(State.FOLLOWING, 40, 1), 0, false).notices())
                .containsExactly(Notice.of("behind", "profiles", true).late(40));
    }

    @Test
    void aSweepAloneIsWell() {
        assertThat(condition(index(State.SWEEPING, 0, 0.4), 0, false).well()).isTrue();
    }

    @Test
    void whatIsLeftIsToldByHowItHasGone() {
        Estimate estimate = Estimate.seen(null, 0.2, NOW);

        assertThat(estimate).isEqualTo(new Estimate(NOW, 0.2));
        assertThat(estimate.left(0.4, NOW.plusSeconds(10))).contains(Duration.ofSeconds(30));
        assertThat(estimate.left(0.3, NOW.plusSeconds(1))).isEmpty();
        assertThat(Estimate.seen(estimate, 0.4, NOW.plusSeconds(10))).isEqualTo(estimate);
        assertThat(Estimate.seen(estimate, 0.1, NOW.plusSeconds(20)))
                .isEqualTo(new Estimate(NOW.plusSeconds(20), 0.1));
        assertThat(Estimate.seen(estimate, 1, NOW.plusSeconds(60))).isNull();
    }
}
