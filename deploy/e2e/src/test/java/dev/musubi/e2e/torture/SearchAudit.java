package dev.musubi.e2e.torture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.e2e.torture.Model.Person;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares what search answers with what is read from the store. */
final class SearchAudit {

    private final Door hub;
    private final Differences found;

    SearchAudit(Door hub, Differences found) {
        this.hub = hub;
        this.found = found;
    }

    /**
     * @param profiles as they were read, by number of the person
     */
    void compare(List<Person> persons, Map<Integer, JsonNode> profiles) {
        profiles.forEach((number, profile) -> compare(number, persons.get(number), profile));
        for (String sku : World.SKUS) {
            Set<String> skus = new TreeSet<>();
            for (JsonNode hit : hub.read("/api/v1/products/search?q=" + sku).path("products")) {
                skus.add(hit.path("sku").asText());
            }
            if (!skus.contains(sku)) {
                found.add("search for product " + sku + " finds " + skus);
            }
        }
    }

    private void compare(int number, Person person, JsonNode profile) {
        String mail = World.email(number);
        finds(mail, mail, profile);
        finds(World.card(number), World.card(number), profile);
        Optional<OrderModel> newest =
                person.orders().values().stream().max(Comparator.comparing(OrderModel::first));
        newest.map(order -> order.id().substring(order.id().indexOf('|') + 1))
                .filter(order -> !order.contains("|"))
                .ifPresent(order -> finds("order " + order, order, profile));
        // The index alone answers when somebody was last seen.
        String seen = profile.path("stats").path("lastSeen").asText();
        finds("seen from " + seen, mail + "&seenFrom=" + seen, profile);
        JsonNode earlier = hits(mail + "&seenBefore=" + seen);
        found.same("search seen before " + seen + " " + mail, 0, earlier.size());
    }

    /** Exactly this profile, as it was read. */
    private void finds(String what, String query, JsonNode profile) {
        JsonNode hits = hits(query);
        if (hits.size() != 1 || !hits.path(0).path("profile").equals(profile)) {
            Set<String> ids = new TreeSet<>();
            hits.forEach(hit -> ids.add(told(hit.path("profile"))));
            found.add("search %s: reads say %s, search %s".formatted(what, told(profile), ids));
        }
    }

    private static String told(JsonNode profile) {
        return profile.path("id").asText() + " version " + profile.path("version").asText();
    }

    private JsonNode hits(String query) {
        JsonNode answer = hub.read("/api/v1/profiles/search?q=" + query);
        if (answer.path("degraded").asBoolean()) {
            found.add("search is away");
        }
        return answer.path("hits");
    }
}
