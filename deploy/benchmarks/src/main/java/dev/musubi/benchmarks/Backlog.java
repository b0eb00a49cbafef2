package dev.musubi.benchmarks;

import java.util.List;

/**
 * What waited to be applied during a run, and whether that grew.
 *
 * @param perSecond events by which it grew a second, by least squares; below zero it shrank
 * @param largest events that waited at most
 * @param last events that waited at the end
 * @param lag the age of the oldest event that waited, at most, in seconds
 * @param indexLag seconds for which the index was behind, at most; NaN where unknown
 * @param seconds from the first standing to the last
 */
record Backlog(
        double perSecond,
        double largest,
        double last,
        double lag,
        double indexLag,
        double seconds) {

    /**
     * @param standings in order of time, two or more; the first is that of a hub with nothing to do
     */
    static Backlog of(List<Standing> standings) {
        Standing first = standings.getFirst();
        return new Backlog(
                Slope.of(standings, s -> s.backlogSince(first)).perSecond(),
                standings.stream().mapToDouble(s -> s.backlogSince(first)).max().orElse(0),
                standings.getLast().backlogSince(first),
                standings.stream().mapToDouble(Standing::lag).max().orElse(0),
                standings.stream().mapToDouble(Standing::indexLag).max().orElse(Double.NaN),
                standings.getLast().secondsSince(first));
    }

    /**
     * Whether the load can go on for ever: over the whole run the line through what waited rises by
     * less than this many seconds of load, and no more than three seconds of load wait in the end.
     */
    boolean stands(double eventsPerSecond, double secondsOfLoad) {
        return perSecond * seconds <= eventsPerSecond * secondsOfLoad
                && last <= 3 * eventsPerSecond;
    }
}
