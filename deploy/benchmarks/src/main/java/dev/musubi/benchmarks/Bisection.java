package dev.musubi.benchmarks;

/** Looks for the highest rate that holds. */
final class Bisection {

    /** Tries a rate. */
    interface Trial {
        boolean holds(double rate) throws Exception;
    }

    private Bisection() {}

    /**
     * The highest rate tried that held, where holding ends somewhere between.
     *
     * @param low taken to hold, not tried
     * @param high tried first
     * @param tolerance how near to the limit, as a share of high
     * @return {@code low} where nothing else held
     */
    static double highest(double low, double high, double tolerance, Trial trial) throws Exception {
        if (trial.holds(high)) {
            return high;
        }
        double holds = low;
        double fails = high;
        while (fails - holds > tolerance * high) {
            double middle = (holds + fails) / 2;
            if (trial.holds(middle)) {
                holds = middle;
            } else {
                fails = middle;
            }
        }
        return holds;
    }
}
