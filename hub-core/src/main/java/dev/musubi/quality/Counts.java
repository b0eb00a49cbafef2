package dev.musubi.quality;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Sums over events of one source. Pure.
 *
 * @param withPerson those that say whose they are
 * @param aboutThings those about stock, products or places that nobody expects a person in
 * @param lateness of all but back-fill
 */
public record Counts(long events, long withPerson, long aboutThings, Lateness lateness) {

    public static final Counts NONE = new Counts(0, 0, 0, Lateness.NONE);

    static Counts of(Taken taken) {
        return new Counts(
                1,
                taken.withPerson() ? 1 : 0,
                taken.aboutThings() ? 1 : 0,
                taken.historical()
                        ? Lateness.NONE
                        : Lateness.of(Duration.between(taken.time(), taken.receivedAt())));
    }

    /** From 0 to 1, of all events that a person can be expected in; empty where there are none. */
    public OptionalDouble personShare() {
        long expected = events - aboutThings;
        return expected == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) withPerson / expected);
    }

    Counts plus(Counts other) {
        return new Counts(
                events + other.events,
                withPerson + other.withPerson,
                aboutThings + other.aboutThings,
                lateness.plus(other.lateness));
    }
}
