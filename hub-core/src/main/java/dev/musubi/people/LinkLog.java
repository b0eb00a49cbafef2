package dev.musubi.people;

import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.identity.Resolution;
import dev.musubi.identity.Resolution.Join;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is written into the log of links, so that what it holds together is always what is one
 * person. Pure but for the minted ids.
 */
final class LinkLog {

    /** The actor of what no person decided. */
    static final String RULES = "rules";

    /** What was said earlier than was thought has shown that a link does not hold. */
    private static final String LATE_SIGHTING = "late-sighting";

    /** Other rules have come into force. */
    static final String RULE_CHANGE = "rule-change";

    private static final Set<String> DECIDED = Set.of(Link.OPERATOR, RULE_CHANGE);

    private final int version;
    private final Supplier<String> ids;

    LinkLog(int version, Supplier<String> ids) {
        this.version = version;
        this.ids = ids;
    }

    /** The links that were asserted and not retracted since. */
    static Collection<Link> standing(Collection<Link> log) {
        Map<Set<Node>, Link> standing = new LinkedHashMap<>();
        for (Link link : log) {
            Set<Node> pair = Set.of(link.one(), link.other());
            switch (link.kind()) {
                case ASSERTED -> standing.putIfAbsent(pair, link);
                case RETRACTED -> standing.remove(pair);
                case MUST_NOT_LINK -> {}
            }
        }
        return standing.values();
    }

    /**
     * What was regrouped: links that do not hold any more, and those that hold now.
     *
     * @param log so far
     * @param joins enough to connect each person
     * @param people whose each node is now
     */
    List<Link> changes(
            Collection<Link> log,
            Cluster cluster,
            List<Join> joins,
            Function<Node, @Nullable Component> people) {
        Cluster.Cause cause = cluster.cause();
        List<Link> changes = new ArrayList<>();
        Unions<Node> held = new Unions<>();
        for (Link link : standing(log)) {
            Component one = people.apply(link.one());
            Component other = people.apply(link.other());
            if (one == null || other == null) {
                continue;
            }
            if (one == other) {
                held.join(List.of(link.one(), link.other()));
            } else {
                changes.add(retracted(link, cause));
            }
        }
        cluster.decisions().stream()
                .filter(d -> d.kind() == Link.Kind.ASSERTED)
                .forEach(d -> held.join(List.of(d.one(), d.other())));
        for (Join join : joins) {
            if (held.join(List.of(join.one(), join.other()))) {
                boolean twin = join.rule().equals(Resolution.VERIFIED_TWIN);
                changes.add(
                        asserted(
                                join.one(),
                                join.other(),
                                join.rule(),
                                twin ? cause.cause() : join.cause(),
                                twin ? cause.time() : join.time()));
            }
        }
        return changes;
    }

    /** Two nodes that a rule makes one person. */
    Link asserted(Node one, Node other, String rule, String cause, Instant time) {
        return new Link(
                ids.get(),
                Link.Kind.ASSERTED,
                one,
                other,
                List.of(),
                List.of(),
                rule,
                version,
                RULES,
                cause,
                null,
                time);
    }

    /** Two nodes of which what came late shows that they are not one person's. */
    Link retracted(Node one, Node other, String cause, Instant time) {
        return new Link(
                ids.get(),
                Link.Kind.RETRACTED,
                one,
                other,
                List.of(),
                List.of(),
                LATE_SIGHTING,
                version,
                RULES,
                cause,
                null,
                time);
    }

    private Link retracted(Link link, Cluster.Cause cause) {
        return new Link(
                ids.get(),
                Link.Kind.RETRACTED,
                link.one(),
                link.other(),
                List.of(),
                List.of(),
                DECIDED.contains(cause.rule()) ? cause.rule() : LATE_SIGHTING,
                version,
                cause.actor(),
                cause.cause(),
                cause.reason(),
                cause.time());
    }
}
