package dev.musubi.server;

import dev.musubi.access.Masking;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Node;
import dev.musubi.identity.RulesCheck.Block;
import dev.musubi.identity.RulesCheck.Report;
import dev.musubi.people.Reresolution;
import dev.musubi.profile.Notice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a check of identity rules found, in lines for a terminal. Pure. */
final class RulesReport {

    private RulesReport() {}

    /**
     * @param people what deciding anew by these rules would change
     */
    static List<String> lines(Path file, Report report, Reresolution.Report people) {
        List<String> lines = new ArrayList<>(blocked(file, report));
        lines.addAll(people(people, true));
        lines.add(
                "Nothing was changed. Once a hub starts with this file, it counts for events that"
                        + " come, and people are decided about anew in the background.");
        return lines;
    }

    /** What deciding anew changed, or would. */
    static List<String> people(Reresolution.Report report, boolean preview) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s profiles, %s of them decided about anew: %s %s part of others, %s %s out of others"
                        .formatted(
                                count(report.examined()),
                                count(report.reconsidered()),
                                count(report.merged()),
                                preview ? "would become" : "became",
                                count(report.split()),
                                preview ? "would come" : "came"));
        if (report.shared() + report.unshared() > 0) {
            lines.add(
                    "contact points that join nobody any more: %s; that do again: %s"
                            .formatted(count(report.shared()), count(report.unshared())));
        }
        report.examples()
                .forEach(
                        notice ->
                                lines.add(
                                        "  %s %s %s"
                                                .formatted(
                                                        notice.profile(),
                                                        notice.kind() == Notice.Kind.MERGED
                                                                ? "takes in"
                                                                : "parts into itself and",
                                                        String.join(", ", notice.others()))));
        if (report.merged() + report.split() > report.examples().size()
                && !report.examples().isEmpty()) {
            lines.add("  …");
        }
        return lines;
    }

    private static List<String> blocked(Path file, Report report) {
        List<String> lines = new ArrayList<>();
        lines.add("%s: version %d, no fault".formatted(file, report.version()));
        lines.add(
                report.refusal()
                        .map(refusal -> "a hub would not start with it: " + refusal)
                        .orElse("a hub would start with it"));
        if (report.blocked().isEmpty()) {
            lines.add(
                    "blocks none of %s stored identifiers".formatted(count(report.identifiers())));
            return lines;
        }
        long blocked = report.blocked().stream().mapToLong(Block::count).sum();
        lines.add(
                "blocks %s of %s stored identifiers, in %s profiles:"
                        .formatted(
                                count(blocked),
                                count(report.identifiers()),
                                count(report.profiles())));
        report.blocked()
                .forEach(
                        block ->
                                lines.add(
                                        "  %s %s: %s"
                                                .formatted(
                                                        count(block.count()),
                                                        block.type().wire(),
                                                        examples(block))));
        return lines;
    }

    private static String examples(Block block) {
        String shown =
                block.examples().stream()
                        .map(RulesReport::masked)
                        .collect(Collectors.joining(", "));
        return block.count() > block.examples().size() ? shown + ", …" : shown;
    }

    private static String masked(Node node) {
        return node.type().orElseThrow() == IdentifierType.EMAIL
                ? Masking.email(node.value())
                : Masking.tail(node.value());
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
