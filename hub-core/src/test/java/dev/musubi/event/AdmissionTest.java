package dev.musubi.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.musubi.platform.HubException.Overloaded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Who is let in before a log that commits at a rate of the test's own. */
class AdmissionTest {

    private static final long MB = 1 << 20;

    private long now = 1;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Admission admission =
            new Admission(Duration.ofSeconds(1), 20_000, MB, meters, () -> now);
    private final Queue<Waiting> log = new ArrayDeque<>();

    private record Waiting(Admission.Pass pass, long since) {}

    @Test
    void aRequestIsLetInAsAWholeOrNotAtAll() {
        admission.admit(4_500, 1);

        refused(501);

        assertThat(admission.waiting()).isEqualTo(4_500);
        admission.admit(500, 1);
        assertThat(admission.waiting()).isEqualTo(5_000);
        assertThat(meters.counter("musubi.refused", "reason", "log").count()).isEqualTo(1);
    }

    @Test
    void bodiesBeyondTheMemoryForThemAreRefusedHoweverFewTheyAre() {
        admission.admit(1, MB);
        admission.admit(1, 1);

        refused(1);
    }

    @Test
    void whoeverIsAloneIsLetInHoweverLarge() {
        Admission.Pass huge = admission.admit(30_000, 100 * MB);
        refused(1);

        huge.close();

        assertThat(admission.admit(1, 1)).isNotNull();
    }

    @Test
    void underThreeTimesTheLoadWhatIsLetInIsCommittedInAboutTheTimeThatItMayTake() {
        run(3_000, 1_000, 20);

        Run then = run(3_000, 1_000, 10);

        assertThat(then.share()).isBetween(0.30, 0.36);
        assertThat(then.longest()).isLessThan(Duration.ofMillis(1_300));
        assertThat(then.retryAfter()).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_300));
    }

    @Test
    void aLogThatBecomesTenTimesSlowerIsWaitedForNoLonger() {
        run(9_000, 6_000, 10);
        run(9_000, 600, 20);

        assertThat(run(9_000, 600, 10).longest()).isLessThan(Duration.ofMillis(1_500));
    }

    @Test
    void aLogThatStandsStillIsPutOffForLonger() {
        run(3_000, 1_000, 10);

        Run still = run(3_000, 0, 20);

        assertThat(still.share()).isLessThan(0.05);
        assertThat(still.retryAfter()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
    }

    @Test
    void afterTheLoadEverybodyIsLetInAgainWithinSeconds() {
        run(3_000, 1_000, 10);
        run(3_000, 0, 10);
        run(600, 1_000, 3);

        assertThat(run(600, 1_000, 5).share()).isEqualTo(1);
    }

    /**
     * What became of a load.
     *
     * @param longest that one of those let in waited
     * @param retryAfter that was said last
     */
    private record Run(int offered, int accepted, Duration longest, Duration retryAfter) {
        private double share() {
            return (double) accepted / offered;
        }
    }

    /** So many single events a second before a log that commits so many. */
    private Run run(int offered, int committed, int seconds) {
        List<Duration> took = new ArrayList<>();
        Duration retryAfter = Duration.ZERO;
        int came = 0;
        int accepted = 0;
        double due = 0;
        double can = 0;
        for (int ms = 0; ms < seconds * 1_000; ms++) {
            now += 1_000_000;
            due += offered / 1e3;
            for (; due >= 1; due--) {
                came++;
                try {
                    log.add(new Waiting(admission.admit(1, 1), now));
                    accepted++;
                } catch (Overloaded full) {
                    retryAfter = full.retryAfter();
                }
            }
            can = Math.min(can + committed / 1e3, 500);
            for (; can >= 1 && !log.isEmpty(); can--) {
                Waiting first = log.remove();
                first.pass().committed();
                first.pass().close();
                took.add(Duration.ofNanos(now - first.since()));
            }
        }
        return new Run(
                came,
                accepted,
                took.stream().max(Duration::compareTo).orElse(Duration.ZERO),
                retryAfter);
    }

    private void refused(int events) {
        assertThat(catchThrowableOfType(Overloaded.class, () -> admission.admit(events, 1)))
                .isNotNull();
    }
}
