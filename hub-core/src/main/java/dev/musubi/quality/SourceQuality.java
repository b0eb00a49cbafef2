package dev.musubi.quality;

import dev.musubi.catalog.Catalog;
import dev.musubi.catalog.Stubs;
import dev.musubi.deadletter.DeadLetters;
import dev.musubi.event.EventLog;
import dev.musubi.quality.QualityStore.Known;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How good what each source sends is. Thread safe. */
public final class SourceQuality {

    /** More sources than this are not told of; those with most events are. */
    public static final int MOST_SOURCES = 1_000;

    private final QualityStore store;
    private final EventLog log;
    private final Catalog catalog;
    private final DeadLetters letters;
    private final Clock clock;

    SourceQuality(
            QualityStore store, EventLog log, Catalog catalog, DeadLetters letters, Clock clock) {
        this.store = store;
        this.log = log;
        this.catalog = catalog;
        this.letters = letters;
        this.clock = clock;
    }

    /**
     * What is known now: events of these days, everything else whenever it came. Each part is read
     * by itself, so that they may differ by a moment.
     *
     * @param days how many days of UTC, today's included; at most {@link QualityStore#DAYS_KEPT}
     */
    public QualityReport report(int days) {
        LocalDate from =
                clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(days - 1L);
        Map<String, Long> dead = log.deadBySource();
        Map<String, Stubs> skus = catalog.unknownProducts();
        Map<String, Stubs> places = catalog.unknownPlaces();
        Map<String, Known> known = new LinkedHashMap<>();
        store.busiest(MOST_SOURCES).forEach(k -> known.put(k.source(), k));
        for (Map<String, ?> more : List.of(dead, skus, places)) {
            more.keySet().forEach(s -> known.putIfAbsent(s, Known.never(s)));
        }
        List<Known> shown = known.values().stream().limit(MOST_SOURCES).toList();
        Map<String, Counts> counts = store.counts(shown.stream().map(Known::source).toList(), from);
        List<SourceReport> sources = new ArrayList<>();
        for (Known one : shown) {
            String source = one.source();
            sources.add(
                    new SourceReport(
                            source,
                            counts.getOrDefault(source, Counts.NONE),
                            one.events(),
                            skus.getOrDefault(source, Stubs.NONE),
                            places.getOrDefault(source, Stubs.NONE),
                            dead.getOrDefault(source, 0L),
                            one.newest()));
        }
        return new QualityReport(
                from, store.countedSince(), sources, letters.openByAccount(MOST_SOURCES));
    }

    /**
     * Events of these sources by day of UTC, the oldest first, today's last.
     *
     * @param days how many days, today's included; at most {@link QualityStore#DAYS_KEPT}
     */
    public Map<String, List<Long>> daily(Collection<String> sources, int days) {
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate from = today.minusDays(days - 1L);
        Map<String, Map<LocalDate, Long>> byDay = store.byDay(sources, from);
        Map<String, List<Long>> daily = new HashMap<>();
        for (String source : sources) {
            Map<LocalDate, Long> counts = byDay.getOrDefault(source, Map.of());
            daily.put(
                    source,
                    from.datesUntil(today.plusDays(1))
                            .map(day -> counts.getOrDefault(day, 0L))
                            .toList());
        }
        return daily;
    }
}
