package dev.musubi.people;

import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.platform.Ids;
import dev.musubi.platform.PlantedFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The mistakes that can be planted in the people consumer; none is made otherwise. */
final class PeopleFaults {

    private final PlantedFault twice = PlantedFault.named("apply-twice", 10);
    private final PlantedFault drop = PlantedFault.named("drop", 10);
    private final PlantedFault wrongMerge = PlantedFault.named("wrong-merge", 5);

    /** The batch; now and then the batch and the batch again, or all of it but its last event. */
    List<Work> told(List<Work> batch) {
        if (twice.strikes()) {
            List<Work> doubled = new ArrayList<>(batch);
            doubled.addAll(batch);
            return doubled;
        }
        return drop.strikes() ? batch.subList(0, batch.size() - 1) : batch;
    }

    /** Now and then, that two people whom the batch speaks of are one. */
    Optional<Link> misjudged(List<Work> batch, int ruleVersion) {
        List<Node> homes =
                batch.stream()
                        .map(w -> w.stored().home())
                        .filter(Node::person)
                        .distinct()
                        .limit(2)
                        .toList();
        if (homes.size() < 2 || !wrongMerge.strikes()) {
            return Optional.empty();
        }
        Node one = homes.getFirst();
        Node other = homes.getLast();
        return Optional.of(
                new Link(
                        Ids.next(),
                        Link.Kind.ASSERTED,
                        one,
                        other,
                        List.of(one),
                        List.of(other),
                        Link.OPERATOR,
                        ruleVersion,
                        "fault",
                        Ids.next(),
                        "planted",
                        batch.getFirst().stored().receivedAt()));
    }
}
