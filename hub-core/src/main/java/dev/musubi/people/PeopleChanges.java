package dev.musubi.people;

import dev.musubi.identity.IdentityChanges;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.profile.Notice;
import dev.musubi.profile.ProfileState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is written of people, decided before the first write.
 *
 * @param fresh profiles that did not exist before
 * @param known profiles that are written over, the retired ones among them, and those that come out
 *     of others
 * @param notices which of them became one or several
 */
record PeopleChanges(
        IdentityChanges identity,
        List<ProfileState> fresh,
        List<ProfileState> known,
        List<Notice> notices) {

    /** What to write of these people, the ones whom the grouping changed among them. */
    static PeopleChanges of(Grouping grouping, Collection<Component> people, Known before) {
        List<Placement> inserted = new ArrayList<>();
        List<Placement> moved = new ArrayList<>();
        List<Placement> fulfilled = new ArrayList<>();
        List<ProfileState> fresh = new ArrayList<>();
        List<ProfileState> known = new ArrayList<>();
        Map<Node, String> born = grouping.born();
        for (Component person : people) {
            ProfileState state = person.state();
            boolean isNew = born.keySet().containsAll(state.nodes().keySet());
            (isNew ? fresh : known).add(state);
            for (String id : person.formerIds()) {
                if (!id.equals(state.id())) {
                    known.add(retired(id, state));
                }
            }
            state.nodes()
                    .forEach(
                            (node, birth) -> {
                                Placement here =
                                        new Placement(node, state.id(), birth, state.slot());
                                if (born.containsKey(node)) {
                                    boolean there =
                                            before.found().awaited().contains(node)
                                                    || grouping.replaced().contains(node);
                                    (there ? fulfilled : inserted).add(here);
                                } else if (!state.id().equals(grouping.stood(node))) {
                                    moved.add(here);
                                }
                            });
        }
        return new PeopleChanges(
                new IdentityChanges(
                        inserted,
                        moved,
                        List.copyOf(grouping.awaited()),
                        fulfilled,
                        List.copyOf(grouping.removed()),
                        grouping.links(),
                        grouping.evidence(),
                        grouping.shared(),
                        grouping.refusals()),
                fresh,
                known,
                grouping.notices());
    }

    private static ProfileState retired(String id, ProfileState survivor) {
        return new ProfileState(
                id, survivor.version(), survivor.slot(), new TreeMap<>(), Map.of(), false, true);
    }
}
