package dev.musubi.connectors.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.csv.RowSort;
import dev.musubi.connectors.csv.UnreadableValue;
import dev.musubi.connectors.files.Handover;
import dev.musubi.event.Appended;
import dev.musubi.event.RawMessage;
import dev.musubi.event.Submission;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second look at a file: changes go into the event log some hundred at a time, and only then
 * among what is known. A load that breaks off in between sends the same events again.
 */
final class Loading implements Comparison.Reader {
    private static final Logger LOG = LoggerFactory.getLogger(Loading.class);
    private static final int BATCH = 500;

    /** A change on its way; without a row where a member is missing. */
    private record Pending(RowSort.@Nullable Entry row, List<ObjectNode> events, Known next) {}

    private final MemberAccount.Checked account;
    private final MemberSnapshotStore snapshots;
    private final Handover handover;
    private final MemberSort sort;
    private final String file;
    private final Census census;
    private final Instant asOf;
    private final MemberTranslator translator;
    private final List<Pending> batch = new ArrayList<>();
    private int events;

    Loading(
            MemberAccount.Checked account,
            MemberSnapshotStore snapshots,
            Handover handover,
            MemberSort sort,
            String file,
            Census census,
            Instant asOf) {
        this.account = account;
        this.snapshots = snapshots;
        this.handover = handover;
        this.sort = sort;
        this.file = file;
        this.census = census;
        this.asOf = asOf;
        this.translator = MemberFiles.translator(account);
        if (account.mode() == MemberAccount.Mode.FULL && sort.nameless() > 0) {
            LOG.warn("account {}: {}", account.inbox().label(), goneStay(sort.nameless()));
        }
    }

    /** Why nobody is said to have left. */
    static String goneStay(long nameless) {
        return nameless
                + " rows name no member, so whoever is missing may be one of them and stays";
    }

    Census census() {
        return census;
    }

    @Override
    public void bad(RowSort.Entry row) {
        census.bad(row);
        keep(row);
    }

    @Override
    public void member(Group group, @Nullable Known known) {
        var change = census.change(group, known);
        var member = group.member();
        if (member == null || change == null) {
            return;
        }
        switch (change) {
            case Change.Older _ -> {}
            // What a full file confirms has the date of that file, without a write for each.
            case Change.Nothing(var confirmed) -> {
                if (confirmed != null && account.mode() == MemberAccount.Mode.DELTA) {
                    add(new Pending(null, List.of(), confirmed));
                }
            }
            case Change.Something something -> add(group, member, something);
        }
    }

    @Override
    public void missing(Known known) {
        var gone = census.gone(known);
        if (gone != null && sort.nameless() == 0) {
            add(new Pending(null, List.of(translator.missing(gone)), gone));
        }
    }

    private void add(Group group, Member member, Change.Something something) {
        var row = new RowSort.Entry(group.key(), group.line(), null, group.raw());
        try {
            add(new Pending(row, translator.events(member, something), something.next()));
        } catch (UnreadableValue e) {
            bad(because(row, String.valueOf(e.getMessage())));
        }
    }

    private void add(Pending pending) {
        batch.add(pending);
        events += pending.events().size();
        if (events >= BATCH || batch.size() >= BATCH) {
            flush();
        }
    }

    /** Hands over what is held. */
    void flush() {
        var submissions = batch.stream().flatMap(one -> submissions(one).stream()).toList();
        var appended = submissions.isEmpty() ? List.<Appended>of() : handover.append(submissions);
        var taken = new ArrayList<Known>();
        var at = 0;
        for (var pending : batch) {
            var results = appended.subList(at, at + pending.events().size());
            at += pending.events().size();
            var rejected =
                    results.stream()
                            .filter(one -> one.status() == Appended.Status.REJECTED)
                            .findFirst();
            if (rejected.isEmpty()) {
                taken.add(pending.next());
            } else {
                rejected(pending, rejected.get());
            }
        }
        handover.until(
                () -> {
                    snapshots.save(account.mapping().source(), taken);
                    return taken;
                });
        batch.clear();
        events = 0;
    }

    private List<Submission> submissions(Pending pending) {
        var raw = pending.row() == null ? null : raw(pending.row());
        return pending.events().stream()
                .map(event -> new Submission(event, account.inbox().sender(), raw))
                .toList();
    }

    /** The row as a small file of its own: the header line, then the row. */
    private RawMessage raw(RowSort.Entry row) {
        var bytes = new ByteArrayOutputStream();
        if (sort.header().length > 0) {
            bytes.writeBytes(sort.header());
            bytes.write('\n');
        }
        bytes.writeBytes(row.raw());
        bytes.write('\n');
        return new RawMessage(account.mapping().mediaType(), bytes.toByteArray());
    }

    private void rejected(Pending pending, Appended rejected) {
        var problem = rejected.problem();
        var reason = problem == null ? "rejected" : "rejected: " + problem.detail();
        if (pending.row() == null) {
            throw new IllegalStateException("an event of the hub's own was " + reason);
        }
        keep(because(pending.row(), reason));
    }

    private static RowSort.Entry because(RowSort.Entry row, String reason) {
        return new RowSort.Entry(row.key(), row.line(), reason, row.raw());
    }

    private void keep(RowSort.Entry row) {
        handover.keep(MemberLetters.ofRow(account, file, asOf, sort.header(), row));
    }
}
