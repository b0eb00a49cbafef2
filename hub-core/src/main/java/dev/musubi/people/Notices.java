package dev.musubi.people;

import dev.musubi.identity.Node;
import dev.musubi.profile.Notice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Stored profiles that are one now, and those that came out of one. Pure but for minted ids. */
final class Notices {

    private Notices() {}

    /**
     * @param cluster the people as they were
     * @param now whose each of their nodes is now
     */
    static List<Notice> of(Cluster cluster, Function<Node, Component> now, Supplier<String> ids) {
        Cluster.Cause cause = cluster.cause();
        List<Notice> notices = new ArrayList<>();
        Set<Component> people = new LinkedHashSet<>();
        for (Component former : cluster.people()) {
            Set<String> parts = new LinkedHashSet<>();
            for (Node node : former.births().keySet()) {
                Component person = now.apply(node);
                parts.add(person.id());
                people.add(person);
            }
            if (former.stored() && parts.size() > 1) {
                String own = now.apply(former.oldest()).id();
                parts.remove(own);
                notices.add(notice(ids, Notice.Kind.SPLIT, own, List.copyOf(parts), cause));
            }
        }
        for (Component person : people) {
            List<String> retired =
                    person.formerIds().stream()
                            .filter(id -> !id.equals(person.id()))
                            .sorted()
                            .toList();
            if (!retired.isEmpty()) {
                notices.add(notice(ids, Notice.Kind.MERGED, person.id(), retired, cause));
            }
        }
        return notices;
    }

    private static Notice notice(
            Supplier<String> ids,
            Notice.Kind kind,
            String profile,
            List<String> others,
            Cluster.Cause cause) {
        return new Notice(
                ids.get(), kind, profile, others, cause.rule(), cause.actor(), cause.cause());
    }
}
