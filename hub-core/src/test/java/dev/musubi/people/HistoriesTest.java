package dev.musubi.people;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.Appended;
import dev.musubi.identity.Node;
import dev.musubi.platform.DocumentStore;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import dev.musubi.profile.facet.FacetCodec;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.TestHub;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/**
 * The properties of the pure functions, on the real store: whatever history is written, in whatever
 * order, batches and repeats, the same people and orders come of it, a rebuild changes nothing, and
 * a check finds nothing. One history by default; {@code -Dmusubi.tries=N} for N of them, {@code
 * -Dmusubi.seed=N} for the same ones again.
 */
class HistoriesTest {

    private static final int TRIES = Integer.getInteger("musubi.tries", 1);
    private static final int EVENTS = Integer.getInteger("musubi.events", 120);

    private final long seed = Long.getLong("musubi.seed", System.nanoTime());

    @Test
    void theSameHistoryInAnyOrderWithRepeatsMakesTheSamePeople() {
        for (int n = 0; n < TRIES; n++) {
            long one = seed + n;
            List<JsonNode> history = history(new Random(one));
            try (TestHub straight = TestHub.start();
                    TestHub shuffled = TestHub.start()) {
                inBatches(straight, history, new Random(one));
                List<JsonNode> other = new ArrayList<>(history);
                Collections.shuffle(other, new Random(one));
                inBatches(shuffled, other, new Random(one + 1));
                Map<String, String> before = people(shuffled);
                List<Appended> again = shuffled.append(TestHub.TRUSTED, history);
                shuffled.settle(again);

                assertThat(again)
                        .as("seed %d", one)
                        .allMatch(a -> a.status() == Appended.Status.DUPLICATE);
                assertThat(people(shuffled)).as("repeats, seed %d", one).isEqualTo(before);
                assertThat(people(shuffled)).as("order, seed %d", one).isEqualTo(people(straight));
                assertThat(orders(shuffled)).as("seed %d", one).isEqualTo(orders(straight));
                for (TestHub hub : List.of(straight, shuffled)) {
                    assertThat(hub.get(Rebuild.class).profiles(_ -> {}).differed())
                            .as("rebuild, seed %d", one)
                            .isZero();
                    assertThat(hub.get(Consistency.class).check(1, false, _ -> {}).findings())
                            .as("check, seed %d", one)
                            .isEmpty();
                }
            }
        }
    }

    private static void inBatches(TestHub hub, List<JsonNode> events, Random random) {
        int from = 0;
        while (from < events.size()) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(40));
            List<JsonNode> batch = new ArrayList<>(events.subList(from, to));
            if (from > 0 && random.nextBoolean()) {
                batch.add(events.get(random.nextInt(from)));
            }
            hub.apply(batch);
            from = to;
        }
    }

    /** Who has which identifiers, and what is kept of them, to the byte. */
    private static Map<String, String> people(TestHub hub) {
        Profiles profiles = hub.get(Profiles.class);
        Map<String, String> people = new TreeMap<>();
        for (ProfileState person : profiles.states(profiles.idsAfter(null, 1_000))) {
            StringBuilder facets = new StringBuilder();
            new TreeMap<>(person.facets())
                    .values()
                    .forEach(f -> facets.append(FacetCodec.write(f).toJson()).append('\n'));
            people.put(
                    person.nodes().keySet().stream().map(Node::key).toList().toString(),
                    facets.toString());
        }
        return people;
    }

    /** How often an order changed depends on the order of its events, what it is does not. */
    private static Map<String, String> orders(TestHub hub) {
        Map<String, String> orders = new HashMap<>();
        for (Document order : hub.get(DocumentStore.class).collection("orders").find()) {
            order.remove("sequence");
            orders.put(order.getString("_id"), order.toJson());
        }
        return orders;
    }

    /** Few people, few things, few moments: what meets, meets often. */
    private static List<JsonNode> history(Random random) {
        List<JsonNode> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(event(random).id("e-" + i).minute(random.nextInt(60)).build());
        }
        return events;
    }

    private static EventBuilder event(Random random) {
        String order = "o" + random.nextInt(8);
        return switch (random.nextInt(10)) {
            case 0 ->
                    known(anEvent("profile.identified"), random)
                            .trait("familyName", "佐藤" + random.nextInt(3));
            case 1 ->
                    known(anEvent("profile.identified"), random)
                            .of("anonymous_id", "v" + random.nextInt(3));
            case 2 ->
                    anEvent("profile.logged-out")
                            .of("anonymous_id", "v" + random.nextInt(3))
                            .of("loyalty_id", "L-" + random.nextInt(5));
            case 3, 4 ->
                    anEvent("page.viewed")
                            .with("url", "/")
                            .of("anonymous_id", "v" + random.nextInt(3));
            case 5 -> known(anOrder(order, "" + (100 + random.nextInt(5))), random).in("web");
            case 6 ->
                    anOrder(order, "" + (100 + random.nextInt(5)))
                            .in("store")
                            .at("ginza")
                            .of("receipt", "shop", "r" + random.nextInt(4));
            case 7 ->
                    random.nextBoolean()
                            ? anEvent("order.cancelled").with("orderId", order)
                            : known(anEvent("receipt.claimed"), random)
                                    .of("receipt", "shop", "r" + random.nextInt(4));
            case 8 ->
                    anEvent("consent.changed")
                            .of("email", "p" + random.nextInt(6) + "@b.jp")
                            .with("purpose", "marketing")
                            .with("channel", "email")
                            .with("decision", random.nextBoolean() ? "granted" : "denied");
            default -> known(anEvent("store.visited"), random).at("store" + random.nextInt(3));
        };
    }

    private static EventBuilder known(EventBuilder event, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> event.of("loyalty_id", "L-" + random.nextInt(5));
            case 1 -> event.of("customer_id", "shop", "c" + random.nextInt(4));
            case 2 -> event.ofVerified("email", "p" + random.nextInt(6) + "@b.jp");
            default -> {
                event.of("loyalty_id", "L-" + random.nextInt(5));
                event.ofVerified("email", "p" + random.nextInt(6) + "@b.jp");
            }
        }
        return event;
    }
}
