package dev.musubi.recommendation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Node;
import dev.musubi.platform.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A moment of a visit to a shop: an item was looked at, or the basket changed. Pure.
 *
 * @param event key of the event that says so
 * @param key the visit where it has a name, else whose visits are told apart by quiet times
 * @param named whether the shop named the visit
 * @param owners the nodes by which it is found
 */
record Visit(
        String event,
        Instant at,
        String key,
        boolean named,
        List<String> owners,
        List<String> skus) {

    /** The types of events that are moments of a visit. */
    static final Set<String> TYPES = Set.of("product.viewed", "cart.updated");

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    private static final int MOST_SKUS = 50;
    private static final String NAMED = "session:";

    Visit {
        owners = List.copyOf(owners);
        skus = List.copyOf(skus);
    }

    /** The key of a visit that the shop gives this name. */
    static String key(String session) {
        return NAMED + session;
    }

    /** The name that the shop gave to the visit with this key; nothing where it gave none. */
    static Optional<String> name(String key) {
        return key.startsWith(NAMED)
                ? Optional.of(key.substring(NAMED.length()))
                : Optional.empty();
    }

    /**
     * What an event says of a visit; nothing for other types, for back-fill, and where it names
     * neither a visit nor anybody.
     *
     * @param nodes whose it is
     * @param body the envelope as it was sent
     */
    static Optional<Visit> of(
            String event,
            String type,
            Instant time,
            Instant receivedAt,
            List<Node> nodes,
            String body) {
        if (!TYPES.contains(type)) {
            return Optional.empty();
        }
        JsonNode envelope = Json.read(body);
        JsonNode data = envelope.path("data");
        String session = data.path("session").asText("");
        List<String> skus = skus(data);
        if (envelope.path("historical").asBoolean() || skus.isEmpty()) {
            return Optional.empty();
        }
        List<String> owners = new ArrayList<>(nodes.stream().map(Node::key).toList());
        if (session.isEmpty() && owners.isEmpty()) {
            return Optional.empty();
        }
        String key = session.isEmpty() ? device(nodes) : key(session);
        owners.add(key);
        Instant latest = receivedAt.plus(CLOCK_TOLERANCE);
        return Optional.of(
                new Visit(
                        event,
                        time.isAfter(latest) ? latest : time,
                        key,
                        !session.isEmpty(),
                        owners.stream().distinct().toList(),
                        skus));
    }

    /** What stays the same when a visitor logs in, where the event has it. */
    private static String device(List<Node> nodes) {
        return nodes.stream()
                .filter(n -> n.type().filter(IdentifierType.ANONYMOUS_ID::equals).isPresent())
                .findFirst()
                .orElse(nodes.getFirst())
                .key();
    }

    private static List<String> skus(JsonNode data) {
        List<String> skus = new ArrayList<>();
        String sku = data.path("sku").asText("");
        if (!sku.isEmpty()) {
            skus.add(sku);
        }
        for (JsonNode line : data.path("lines")) {
            String held = line.path("sku").asText("");
            if (!held.isEmpty() && line.path("quantity").asDouble(1) > 0) {
                skus.add(held);
            }
        }
        return skus.stream().distinct().limit(MOST_SKUS).toList();
    }
}
