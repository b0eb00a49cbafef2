package dev.musubi.connectors.crm;

import dev.musubi.connectors.csv.RowSort;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sorted rows as members; bad rows are given away on the way, so that none are held. */
final class Groups implements Iterator<Group> {
    private final MemberSort sort;
    private final Iterator<RowSort.Entry> rows;
    private final Consumer<RowSort.Entry> bad;
    private RowSort.@Nullable Entry head;

    Groups(MemberSort sort, Iterator<RowSort.Entry> rows, Consumer<RowSort.Entry> bad) {
        this.sort = sort;
        this.rows = rows;
        this.bad = bad;
        advance();
        while (head != null && head.key().isEmpty()) {
            bad.accept(head);
            advance();
        }
    }

    @Override
    public boolean hasNext() {
        return head != null;
    }

    @Override
    public Group next() {
        if (head == null) {
            throw new NoSuchElementException();
        }
        var first = head;
        var newest = first;
        Member member = null;
        var good = 0;
        while (head != null && head.key().equals(first.key())) {
            if (head.reason() == null && sort.again(head) instanceof MemberRow.Good(var row)) {
                good++;
                var held = MemberRules.newest(member, row);
                newest = held.equals(row) ? head : newest;
                member = held;
            } else {
                bad.accept(head);
            }
            advance();
        }
        return new Group(first.key(), member, newest.line(), newest.raw(), Math.max(0, good - 1));
    }

    private void advance() {
        head = rows.hasNext() ? rows.next() : null;
    }
}
