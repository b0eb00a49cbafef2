package dev.musubi.connectors.crm;

import dev.musubi.connectors.csv.RowSort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the members of a file and what is known of them, in bounded memory: those of a full
 * file beside all that are known, both by key; those of a delta looked up some hundred at a time.
 */
final class Comparison {
    private static final int PAGE = 500;

    /** Who is told. */
    interface Reader {

        /** A row that cannot be used. */
        void bad(RowSort.Entry row);

        /**
         * A member of the file.
         *
         * @param known absent for one that is new
         */
        void member(Group member, @Nullable Known known);

        /** A known member whom a full file does not have. */
        void missing(Known known);
    }

    /** Repeats what an absent store refuses. */
    interface Waiting {
        <T> T until(Supplier<T> work);
    }

    private final MemberSnapshotStore snapshots;
    private final String source;
    private final Waiting waiting;

    Comparison(MemberSnapshotStore snapshots, String source, Waiting waiting) {
        this.snapshots = snapshots;
        this.source = source;
        this.waiting = waiting;
    }

    void full(Iterator<Group> members, Reader reader) {
        var all = new All();
        while (members.hasNext()) {
            var member = members.next();
            while (all.head() != null && all.head().key().compareTo(member.key()) < 0) {
                reader.missing(all.next());
            }
            var same = all.head() != null && all.head().key().equals(member.key());
            reader.member(member, same ? all.next() : null);
        }
        while (all.head() != null) {
            reader.missing(all.next());
        }
    }

    void delta(Iterator<Group> members, Reader reader) {
        while (members.hasNext()) {
            var some = new ArrayList<Group>(PAGE);
            while (members.hasNext() && some.size() < PAGE) {
                some.add(members.next());
            }
            var keys = some.stream().map(Group::key).toList();
            var known = waiting.until(() -> snapshots.find(source, keys));
            some.forEach(member -> reader.member(member, known.get(member.key())));
        }
    }

    /** All known members of the source, a page at a time: a cursor would not outlive an outage. */
    private final class All {
        private final Deque<Known> page = new ArrayDeque<>();
        private String last = "";
        private boolean ended;

        private @Nullable Known head() {
            if (page.isEmpty() && !ended) {
                List<Known> next = waiting.until(() -> snapshots.after(source, last, PAGE));
                page.addAll(next);
                ended = next.size() < PAGE;
                last = next.isEmpty() ? last : next.getLast().key();
            }
            return page.peek();
        }

        private Known next() {
            return page.remove();
        }
    }
}
