package dev.musubi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BisectionTest {

    @Test
    void theHighestIsTriedFirstAndIsTheAnswerWhereItHolds() throws Exception {
        List<Double> tried = new ArrayList<>();

        double highest =
                Bisection.highest(
                        0,
                        1_000,
                        0.05,
                        rate -> {
                            tried.add(rate);
                            return true;
                        });

        assertThat(highest).isEqualTo(1_000);
        assertThat(tried).containsExactly(1_000.0);
    }

    @Test
    void theLimitIsFoundFromBelowAsNearAsAsked() throws Exception {
        double highest = Bisection.highest(0, 1_000, 0.02, rate -> rate <= 637);

        assertThat(highest).isLessThanOrEqualTo(637).isCloseTo(637, within(20.0));
    }

    @Test
    void whereNothingHoldsTheAnswerIsTheLowest() throws Exception {
        assertThat(Bisection.highest(0, 1_000, 0.1, _ -> false)).isZero();
    }
}
