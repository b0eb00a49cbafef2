package dev.musubi.search;

import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.search.SearchIndex.Entry;
import dev.musubi.search.SearchIndex.Failure;
import dev.musubi.search.SearchIndex.NotAccepted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings documents into the index as they are now. One that cannot be read or written is left out,
 * and holds up no other.
 */
final class IndexWriter {

    private static final Logger LOG = LoggerFactory.getLogger(IndexWriter.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final IndexSource.Read source;
    private final SearchIndex index;
    private final IndexerMetrics metrics;
    private final Unchanged unchanged = new Unchanged();

    IndexWriter(IndexSource.Read source, SearchIndex index, IndexerMetrics metrics) {
        this.source = source;
        this.index = index;
        this.metrics = metrics;
    }

    /** The index is not the one that was filled. */
    static final class IndexMissing extends RuntimeException {}

    /**
     * Writes those of these documents that are not known to be in the index as they are, so that
     * they can be found when this returns.
     *
     * @throws StoreAway where a store is away or has no room: all must be written again
     * @throws IndexMissing where the index is gone
     */
    void writeChanged(Collection<String> ids) {
        List<Entry> entries = entries(List.copyOf(ids));
        List<Entry> changed = unchanged.without(entries);
        send(changed, true);
        metrics.indexed(changed.size());
        metrics.unchanged(entries.size() - changed.size());
    }

    /** From now on nothing is known of what is in the index. */
    void forget() {
        unchanged.forget();
    }

    /**
     * Writes the documents with these ids.
     *
     * @param visibly whether they can be found when this returns, rather than some time later
     * @throws StoreAway where a store is away or has no room: all must be written again
     * @throws IndexMissing where the index is gone
     */
    void write(Collection<String> ids, boolean visibly) {
        List<Entry> entries = entries(List.copyOf(ids));
        send(entries, visibly);
        metrics.indexed(entries.size());
    }

    private void send(List<Entry> entries, boolean visibly) {
        if (entries.isEmpty()) {
            return;
        }
        List<Failure> failures;
        try {
            failures = index.write(entries, visibly);
        } catch (NotAccepted e) {
            if (entries.size() == 1) {
                poisoned(entries.getFirst().id(), e.getMessage());
                return;
            }
            send(entries.subList(0, entries.size() / 2), visibly);
            send(entries.subList(entries.size() / 2, entries.size()), visibly);
            return;
        }
        if (failures.stream().anyMatch(Failure::indexMissing)) {
            throw new IndexMissing();
        }
        failures.stream()
                .filter(Failure::passing)
                .findFirst()
                .ifPresent(
                        f -> {
                            throw new StoreAway(
                                    "Elasticsearch has no room: " + f.type(), SOON, null);
                        });
        failures.forEach(f -> poisoned(f.id(), f.type()));
        Set<String> failed = failures.stream().map(Failure::id).collect(Collectors.toSet());
        unchanged.written(entries.stream().filter(e -> !failed.contains(e.id())).toList());
    }

    /** Reads the documents; where that fails for a reason of their own, each half by itself. */
    private List<Entry> entries(List<String> ids) {
        try {
            return source.entries(ids);
        } catch (StoreAway | Overloaded e) {
            throw e;
        } catch (RuntimeException e) {
            // Whatever it is that this one has, the others must not wait for it.
            if (ids.size() == 1) {
                poisoned(ids.getFirst(), e.getClass().getSimpleName());
                return List.of();
            }
            List<Entry> entries = new ArrayList<>(entries(ids.subList(0, ids.size() / 2)));
            entries.addAll(entries(ids.subList(ids.size() / 2, ids.size())));
            return entries;
        }
    }

    private void poisoned(String id, @Nullable String type) {
        LOG.error(
                "{} of the index {} cannot be written and is left out: {}", id, index.name(), type);
        metrics.poisoned();
    }
}
