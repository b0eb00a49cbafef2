package dev.musubi.server;

import dev.musubi.access.Masking;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Node;
import dev.musubi.identity.RulesCheck.Block;
import dev.musubi.identity.RulesCheck.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a check of identity rules found, in lines for a terminal. Pure. */
final class RulesReport {

    private RulesReport() {}

    static List<String> lines(Path file, Report report) {
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
        lines.add("Nothing was changed. Rules count for events that come; what is stored stays.");
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
