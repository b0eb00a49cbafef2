package dev.musubi.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of what is done with one device, by one person or nobody knows whom.
 *
 * @param start absent: ever
 * @param end absent: it goes on
 * @param login the first event that says who it is
 */
public record Slice(@Nullable Edge start, @Nullable Edge end, @Nullable Mark login) {

    /** What was done longer before a login is not that person's. */
    public static final Duration LOOKS_BACK = Duration.ofDays(30);

    /** Where nobody logged in: the slice of whoever all hints within it mean. */
    Slice hinted(List<Mark> hints) {
        if (login != null || hints.isEmpty()) {
            return this;
        }
        List<Mark> within = hints.stream().filter(h -> contains(h.time(), h.key())).toList();
        return within.stream().map(Mark::person).distinct().count() == 1
                ? new Slice(start, end, within.getFirst())
                : this;
    }

    /** Whose it is. */
    public Optional<Node> person() {
        return Optional.ofNullable(login).map(Mark::person);
    }

    /** Whether the event lies in it. */
    public boolean contains(Instant time, String key) {
        Edge at = new Edge(time, key, false);
        return (start == null || start.compareTo(at) <= 0)
                && (end == null || at.compareTo(end) < 0);
    }

    /** Whether the event lies in it and is that person's. */
    public boolean attaches(Instant time, String key) {
        return login != null
                && contains(time, key)
                && !time.isBefore(login.time().minus(LOOKS_BACK));
    }

    /** From when on events may attach; absent where nobody is known. */
    public @Nullable Instant since() {
        if (login == null) {
            return null;
        }
        Instant earliest = login.time().minus(LOOKS_BACK);
        if (start == null || start.time().isBefore(earliest)) {
            return earliest;
        }
        return start.time();
    }

    /** The last millisecond that may lie in it; absent where it goes on. */
    public @Nullable Instant until() {
        if (end == null) {
            return null;
        }
        return end.after() ? end.time() : end.time().minusMillis(1);
    }

    /** Whether it begins and ends in one millisecond: nothing is attached to it. */
    boolean momentary() {
        return start != null && end != null && start.time().equals(end.time());
    }

    /** The node that stands for it. */
    Node node(Node device) {
        return device.slice(start == null ? Instant.EPOCH : start.time());
    }
}
