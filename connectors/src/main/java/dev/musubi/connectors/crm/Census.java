package dev.musubi.connectors.crm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.csv.RowSort;
import dev.musubi.platform.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file changes, counted, with the first {@value #EXAMPLES} of each kind by their numbers. Of
 * one thread.
 */
final class Census implements Comparison.Reader {
    static final String GONE = "gone";
    private static final String BAD = "bad";
    private static final int EXAMPLES = 100;

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, List<String>> examples = new LinkedHashMap<>();
    private final List<ObjectNode> badRows = new ArrayList<>();
    private final Instant asOf;
    private final Instant lastFull;
    private long members;
    private long present;

    Census(Instant asOf, Instant lastFull) {
        this.asOf = asOf;
        this.lastFull = lastFull;
        for (var kind :
                List.of("added", "changed", "unchanged", "older", "left", GONE, "repeated", BAD)) {
            counts.put(kind, 0L);
        }
    }

    @Override
    public void bad(RowSort.Entry row) {
        count(BAD, 1);
        if (badRows.size() < EXAMPLES) {
            badRows.add(Json.object().put("line", row.line()).put("reason", row.reason()));
        }
    }

    @Override
    public void member(Group group, @Nullable Known known) {
        change(group, known);
    }

    /** Counts a member; what the row changes, or null where all rows of the member are bad. */
    @Nullable Change change(Group group, @Nullable Known known) {
        members++;
        present += known != null && !known.left() ? 1 : 0;
        count("repeated", group.repeated());
        var member = group.member();
        if (member == null) {
            return null;
        }
        var change = MemberRules.change(member, known, asOf, lastFull);
        switch (change) {
            case Change.Nothing _ -> count("unchanged", 1);
            case Change.Older _ -> count("older", 1);
            case Change.Something something ->
                    example(
                            something.kind().name().toLowerCase(Locale.ROOT),
                            member.number().value());
        }
        return change;
    }

    @Override
    public void missing(Known known) {
        gone(known);
    }

    /** Counts a member who is missing; what is known then, or null where they have not left. */
    @Nullable Known gone(Known known) {
        if (!MemberRules.isGone(known, asOf, lastFull)) {
            return null;
        }
        present++;
        example(GONE, known.member());
        return MemberRules.gone(known, asOf);
    }

    /** Members who are known, have not left, and are in the file or gone. */
    long present() {
        return present;
    }

    /** Members of the file. */
    long members() {
        return members;
    }

    long count(String kind) {
        return counts.getOrDefault(kind, 0L);
    }

    Map<String, Long> counts() {
        return counts;
    }

    /** The report, to be written beside a dry run's file. */
    ObjectNode report(String file, MemberAccount.Mode mode) {
        var report = Json.object();
        report.put("file", file);
        report.put("mode", mode.name().toLowerCase(Locale.ROOT));
        report.put("asOf", asOf.toString());
        counts.forEach(report::put);
        var shown = report.putObject("examples");
        examples.forEach((kind, numbers) -> numbers.forEach(shown.putArray(kind)::add));
        badRows.forEach(report.putArray("badRows")::add);
        return report;
    }

    private void example(String kind, String number) {
        count(kind, 1);
        var some = examples.computeIfAbsent(kind, _ -> new ArrayList<>());
        if (some.size() < EXAMPLES) {
            some.add(number);
        }
    }

    private void count(String kind, long more) {
        counts.merge(kind, more, Long::sum);
    }
}
