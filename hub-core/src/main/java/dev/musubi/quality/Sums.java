package dev.musubi.quality;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** What a run of events comes to, before it is written. Not thread safe. */
final class Sums {

    /** A source's day in UTC, by the time at which its events were taken. */
    record Day(String source, LocalDate day) implements Comparable<Day> {
        @Override
        public int compareTo(Day other) {
            int bySource = source.compareTo(other.source);
            return bySource == 0 ? day.compareTo(other.day) : bySource;
        }
    }

    private final Map<Day, Counts> byDay = new TreeMap<>();
    private final Map<String, Instant> newest = new TreeMap<>();
    private int events;

    void add(Taken taken) {
        Day day =
                new Day(taken.source(), taken.receivedAt().atOffset(ZoneOffset.UTC).toLocalDate());
        byDay.merge(day, Counts.of(taken), Counts::plus);
        newest.merge(taken.source(), taken.receivedAt(), (a, b) -> a.isAfter(b) ? a : b);
        events++;
    }

    Map<Day, Counts> byDay() {
        return byDay;
    }

    /** When the newest event of each source was taken. */
    Map<String, Instant> newest() {
        return newest;
    }

    int events() {
        return events;
    }
}
