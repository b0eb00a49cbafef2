package dev.musubi.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SweepTest {

    private static final List<String> IDS = List.of("a", "b", "c", "d", "e", "f", "g", "h");

    private final AtomicInteger counted = new AtomicInteger();
    private final Sweep sweep =
            new Sweep(
                    upTo -> {
                        counted.incrementAndGet();
                        return upTo == null ? IDS.size() : IDS.indexOf(upTo) + 1L;
                    });

    @Test
    void whereNothingIsSweptAllIsThere() {
        assertThat(sweep.share()).isEqualTo(1);
    }

    @Test
    void itSaysHowMuchWasWrittenAndCountsOnceToKnow() {
        sweep.goOn("");
        assertThat(sweep.share()).isZero();
        sweep.swept(2, "b");
        sweep.goOn("b");
        assertThat(sweep.share()).isEqualTo(0.25);
        sweep.swept(4, "f");
        sweep.goOn("f");
        assertThat(sweep.share()).isEqualTo(0.75);
        assertThat(counted).hasValue(1);

        sweep.end();

        assertThat(sweep.share()).isEqualTo(1);
    }

    @Test
    void oneThatAnotherHubBeganIsNotBegunAnew() {
        sweep.goOn("d");

        assertThat(sweep.share()).isEqualTo(0.5);
    }

    @Test
    void anotherSweepBeginsAtNothing() {
        sweep.goOn("");
        sweep.swept(8, "h");
        sweep.goOn("h");

        sweep.goOn("");

        assertThat(sweep.share()).isZero();
    }

    @Test
    void whatComesMeanwhileIsNoMoreThanAll() {
        sweep.goOn("");
        sweep.swept(9, "i");
        sweep.goOn("i");

        assertThat(sweep.share()).isEqualTo(1);
    }

    @Test
    void nothingToBeSweptIsAll() {
        Sweep nothing = new Sweep(_ -> 0);

        nothing.goOn("");

        assertThat(nothing.share()).isEqualTo(1);
    }
}
