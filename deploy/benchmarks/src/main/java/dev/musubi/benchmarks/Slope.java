package dev.musubi.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The straight line closest to some points, by least squares. */
record Slope(double perSecond, double atStart) {

    /**
     * How a value of the hub's standing goes with time.
     *
     * @param standings in order of time, two or more
     */
    static Slope of(List<Standing> standings, ToDoubleFunction<Standing> value) {
        double[] x = new double[standings.size()];
        double[] y = new double[standings.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = standings.get(i).secondsSince(standings.getFirst());
            y[i] = value.applyAsDouble(standings.get(i));
        }
        return of(x, y);
    }

    static Slope of(double[] x, double[] y) {
        if (x.length < 2) {
            throw new IllegalArgumentException("a line wants two points, came " + x.length);
        }
        double meanX = java.util.Arrays.stream(x).average().orElseThrow();
        double meanY = java.util.Arrays.stream(y).average().orElseThrow();
        double both = 0;
        double square = 0;
        for (int i = 0; i < x.length; i++) {
            both += (x[i] - meanX) * (y[i] - meanY);
            square += (x[i] - meanX) * (x[i] - meanX);
        }
        double slope = square == 0 ? 0 : both / square;
        return new Slope(slope, meanY - slope * meanX);
    }
}
