package dev.musubi.console;

import dev.musubi.search.IndexerStatus;
import dev.musubi.search.IndexerStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a hub says of itself, and what of it somebody has to know. Pure.
 *
 * @param database whether a primary of MongoDB answers
 * @param indexes what the indexers do, by what they index: {@code profiles}, {@code products}
 * @param left for how long an index will still be filled; only where that can be said
 * @param lags in seconds, by what is behind: {@code people}, {@code stock}, {@code feed}
 * @param closed whether no events are taken, because of the backlog or the disk
 */
record Condition(
        boolean database,
        Map<String, IndexerStatus> indexes,
        Map<String, Duration> left,
        Map<String, OptionalDouble> lags,
        boolean closed) {

    /** Nobody notices less; a pace under load is up to a second. */
    private static final double BEHIND = 10;

    private static final List<String> INDEXES = List.of("profiles", "products");
    private static final List<String> WORK = List.of("people", "stock", "feed");

    Condition {
        indexes = Map.copyOf(indexes);
        left = Map.copyOf(left);
        lags = Map.copyOf(lags);
    }

    /**
     * One thing to know.
     *
     * @param key of its words, below {@code system.}
     * @param grave whether somebody has to do something
     * @param seconds how late; absent where that is not what it is about
     * @param share how much is done, 0 to 1
     */
    record Notice(
            String key,
            String what,
            boolean grave,
            @Nullable Long seconds,
            @Nullable Double share,
            @Nullable Long left) {

        static Notice of(String key, String what, boolean grave) {
            return new Notice(key, what, grave, null, null, null);
        }

        Notice late(double seconds) {
            return new Notice(key, what, grave, Math.round(seconds), share, left);
        }
    }

    /** What is not as it should be, the gravest first, and what is under way; none: all is well. */
    public List<Notice> notices() {
        List<Notice> notices = new ArrayList<>();
        if (!database) {
            notices.add(Notice.of("database", "mongodb", true));
        }
        if (closed) {
            notices.add(Notice.of("closed", "events", true));
        }
        for (String index : INDEXES) {
            IndexerStatus status = indexes.get(index);
            if (status != null && status.state() == State.WAITING) {
                notices.add(Notice.of("away", index, true).late(status.lag().toMillis() / 1_000.0));
            }
        }
        for (String work : WORK) {
            OptionalDouble lag = lags.getOrDefault(work, OptionalDouble.empty());
            if (lag.isPresent() && lag.getAsDouble() > BEHIND) {
                notices.add(Notice.of("behind", work, true).late(lag.getAsDouble()));
            }
        }
        for (String index : INDEXES) {
            IndexerStatus status = indexes.get(index);
            if (status == null) {
                continue;
            }
            if (status.state() == State.SWEEPING) {
                Duration rest = left.get(index);
                notices.add(
                        new Notice(
                                rest == null ? "sweep" : "sweep.left",
                                index,
                                false,
                                null,
                                status.swept(),
                                rest == null ? null : rest.toSeconds()));
            } else if (status.state() == State.FOLLOWING
                    && status.lag().toMillis() > BEHIND * 1_000) {
                notices.add(
                        Notice.of("behind", index, true).late(status.lag().toMillis() / 1_000.0));
            }
        }
        return notices;
    }

    /** For how many seconds that work is behind; absent where this hub does not say. */
    public @Nullable Long behind(String work) {
        OptionalDouble lag = lags.getOrDefault(work, OptionalDouble.empty());
        return lag.isPresent() ? Math.round(lag.getAsDouble()) : null;
    }

    /** For how many seconds an index is behind. */
    public long lag(String index) {
        IndexerStatus status = indexes.get(index);
        return status == null ? 0 : status.lag().toSeconds();
    }

    /** Whether nobody has to do anything. */
    public boolean well() {
        return notices().stream().noneMatch(Notice::grave);
    }
}
