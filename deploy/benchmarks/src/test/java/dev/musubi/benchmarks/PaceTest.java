package dev.musubi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void requestsAreDueAtFixedDistancesWhateverTheAnswersTake() {
        Pace pace = Pace.open(100, 0.1);
        List<Long> due = new ArrayList<>();
        for (OptionalLong next = pace.next(); next.isPresent(); next = pace.next()) {
            due.add(next.getAsLong());
            if (due.size() == 2) {
                LockSupport.parkNanos(35_000_000);
            }
        }

        assertThat(due).hasSize(10);
        for (int i = 1; i < due.size(); i++) {
            assertThat(due.get(i) - due.get(i - 1)).isEqualTo(10_000_000);
        }
    }

    @Test
    void aRequestSentLateIsMeasuredFromWhenItWasDue() {
        Pace pace = Pace.open(1_000, 10);
        long first = pace.next().orElseThrow();
        LockSupport.parkNanos(50_000_000);

        long second = pace.next().orElseThrow();

        assertThat(second - first).isEqualTo(1_000_000);
        assertThat(System.nanoTime() - second).isGreaterThan(40_000_000);
    }

    @Test
    void nothingIsSentWhileTheGateIsShut() {
        AtomicBoolean open = new AtomicBoolean(true);
        Pace pace = Pace.gated(open::get, 0.2);
        assertThat(pace.next()).isPresent();

        open.set(false);

        assertThat(pace.next()).isEmpty();
    }

    @Test
    void aCountedLoadEndsByItself() {
        Pace pace = Pace.counted(2);

        assertThat(pace.next()).isPresent();
        assertThat(pace.next()).isPresent();
        assertThat(pace.next()).isEmpty();
    }

    @Test
    void aLoadThatIsCutShortEndsWithoutWaiting() {
        Pace pace = Pace.open(0.001, 100_000);
        pace.next();
        Thread.currentThread().interrupt();

        assertThat(pace.next()).isEmpty();
        assertThat(Thread.interrupted()).isFalse();
    }
}
