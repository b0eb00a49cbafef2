package dev.musubi.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DrainTest {

    private final AtomicLong now = new AtomicLong(1);
    private final Drain drain = new Drain(now::get);

    @Test
    void whatWaitsIsDoneAtTheRateOfNow() {
        run(100, Duration.ofSeconds(3));

        assertThat(drain.perSecond()).isCloseTo(100, within(5.0));
        assertThat(drain.of(1_000)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
    }

    @Test
    void aRateIsKnownAfterMomentsAndARestIsNoPartOfIt() {
        run(100, Duration.ofMillis(200));
        assertThat(drain.perSecond()).isCloseTo(100, within(15.0));

        pass(Duration.ofMinutes(1));
        drain.begins();
        run(1_000, Duration.ofMillis(300));

        assertThat(drain.perSecond()).isCloseTo(1_000, within(150.0));
    }

    @Test
    void ofWhatHasNotMovedItIsBelievedThatItWillBeAsLongAgain() {
        drain.begins();
        assertThat(drain.of(1)).isEqualTo(Drain.SHORTEST);
        pass(Duration.ofSeconds(7));
        assertThat(drain.of(1)).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void whatStandsStillIsPutOffAsLongAsAnythingIs() {
        run(1_000, Duration.ofSeconds(2));
        assertThat(drain.of(10)).isEqualTo(Drain.SHORTEST);

        pass(Duration.ofSeconds(60));

        assertThat(drain.of(10)).isEqualTo(Drain.LONGEST);
    }

    private void run(int perSecond, Duration time) {
        long steps = time.toMillis() / 10;
        for (int i = 0; i < steps; i++) {
            pass(Duration.ofMillis(10));
            drain.done(perSecond / 100);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
