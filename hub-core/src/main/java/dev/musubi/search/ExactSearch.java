package dev.musubi.search;

import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.order.Orders;
import dev.musubi.profile.Profile;
import dev.musubi.profile.Profiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds people in MongoDB by a whole e-mail, phone, card or order number: while search is away. */
final class ExactSearch {

    private static final List<IdentifierType> TYPES =
            List.of(IdentifierType.EMAIL, IdentifierType.PHONE, IdentifierType.LOYALTY_ID);

    private final Profiles profiles;
    private final Identities identities;
    private final Orders orders;

    ExactSearch(Profiles profiles, Identities identities, Orders orders) {
        this.profiles = profiles;
        this.identities = identities;
        this.orders = orders;
    }

    List<Profile> search(String text, int limit) {
        String value = text.strip();
        if (value.isEmpty() || value.length() > Search.LONGEST_QUERY) {
            return List.of();
        }
        Map<String, Profile> found = new LinkedHashMap<>();
        profiles.findAll(TYPES.stream().map(t -> new Identifier(t, null, value, true)).toList())
                .values()
                .forEach(p -> found.put(p.id(), p));
        List<Node> owners = orders.owners(value, limit);
        List<String> ids =
                identities.find(owners).values().stream().map(p -> p.profile()).distinct().toList();
        profiles.find(ids).values().forEach(p -> found.put(p.id(), p));
        return new ArrayList<>(found.values()).subList(0, Math.min(limit, found.size()));
    }
}
