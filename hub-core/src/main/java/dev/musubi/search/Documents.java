package dev.musubi.search;

import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Node;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.facet.Combined;
import dev.musubi.profile.facet.Trait;
import dev.musubi.profile.facet.TraitEntry;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the index is told of a stored profile. Pure. */
final class Documents {

    private Documents() {}

    /**
     * @param orderNumbers ids and printed numbers of the person's newest orders
     */
    static SearchDocument of(ProfileState profile, List<String> orderNumbers) {
        if (profile.retired()) {
            return SearchDocument.tombstone(profile.id(), profile.version());
        }
        Combined known = profile.combined();
        return new SearchDocument(
                profile.id(),
                profile.version(),
                false,
                new SearchDocument.Names(
                        name(known, Trait.FAMILY_NAME),
                        name(known, Trait.GIVEN_NAME),
                        name(known, Trait.FAMILY_NAME_KANA),
                        name(known, Trait.GIVEN_NAME_KANA),
                        name(known, Trait.FULL_NAME)),
                values(profile, known, Set.of(IdentifierType.EMAIL)),
                values(profile, known, Set.of(IdentifierType.PHONE)),
                values(
                        profile,
                        known,
                        Set.of(IdentifierType.LOYALTY_ID, IdentifierType.CUSTOMER_ID)),
                orderNumbers,
                List.copyOf(known.channels().keySet()),
                List.copyOf(known.locations()),
                known.firstSeen(),
                known.lastSeen());
    }

    private static @Nullable String name(Combined known, Trait trait) {
        TraitEntry entry = known.traits().get(trait);
        return entry == null ? null : entry.value();
    }

    private static List<String> values(
            ProfileState profile, Combined known, Set<IdentifierType> types) {
        return Stream.concat(profile.nodes().keySet().stream(), known.attributes().stream())
                .filter(node -> types.contains(node.type().orElseThrow()))
                .map(Node::value)
                .distinct()
                .toList();
    }
}
