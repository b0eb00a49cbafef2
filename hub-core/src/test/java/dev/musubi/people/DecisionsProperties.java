package dev.musubi.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.event.Event;
import dev.musubi.event.EventState;
import dev.musubi.event.OrderData;
import dev.musubi.event.OrderLine;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Node;
import dev.musubi.identity.Nodes;
import dev.musubi.identity.Sighting;
import dev.musubi.order.Order;
import dev.musubi.order.Orders;
import dev.musubi.platform.Json;
import dev.musubi.profile.facet.Fact;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class DecisionsProperties {

    private static final Nodes NODES = new Nodes("JP");

    @Property(tries = 500)
    void theSameEventsInAnyOrderAndAnyBatchesMakeTheSamePeople(
            @ForAll("events") List<Work> events, @ForAll Random random) {
        World one = new World();
        World other = new World();
        List<Work> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, random);

        events.forEach(e -> one.apply(List.of(e)));
        inBatches(shuffled, random).forEach(other::apply);

        one.checkIntegrity();
        other.checkIntegrity();
        assertThat(other.people()).isEqualTo(one.people());
    }

    @Property(tries = 500)
    void theSameEventsInAnyOrderMakeTheSameOrders(
            @ForAll("events") List<Work> events, @ForAll Random random) {
        World one = new World();
        World other = new World();
        List<Work> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, random);

        inBatches(events, random).forEach(one::apply);
        inBatches(shuffled, random).forEach(other::apply);

        assertThat(unnumbered(other.orders())).isEqualTo(unnumbered(one.orders()));
    }

    @Property(tries = 500)
    void whatPeopleOrderedIsTheSumOfTheirOrders(
            @ForAll("events") List<Work> events, @ForAll Random random) {
        World world = new World();

        inBatches(events, random).forEach(world::apply);

        BigDecimal owned =
                world.orders().values().stream()
                        .filter(o -> o.owner() != null)
                        .map(o -> o.tally().revenue().getOrDefault("JPY", BigDecimal.ZERO))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal told =
                world.people().values().stream()
                        .flatMap(List::stream)
                        .map(dev.musubi.profile.facet.FacetCodec::read)
                        .map(f -> dev.musubi.profile.facet.Combined.of(List.of(f)))
                        .map(c -> c.orders().revenue().getOrDefault("JPY", BigDecimal.ZERO))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(told).isEqualByComparingTo(owned);
    }

    private static Map<String, Order> unnumbered(Map<String, Order> orders) {
        Map<String, Order> same = new HashMap<>();
        orders.forEach(
                (id, o) ->
                        same.put(
                                id,
                                new Order(
                                        o.id(),
                                        o.system(),
                                        o.orderId(),
                                        o.orderedAt(),
                                        o.content(),
                                        o.owner(),
                                        o.steps(),
                                        o.returns(),
                                        o.things(),
                                        0)));
        return same;
    }

    private static List<List<Work>> inBatches(List<Work> events, Random random) {
        List<List<Work>> batches = new ArrayList<>();
        int from = 0;
        while (from < events.size()) {
            int to = Math.min(events.size(), from + 1 + random.nextInt(6));
            batches.add(events.subList(from, to));
            from = to;
        }
        return batches;
    }

    /** Few people, few identifiers, few orders: what meets, meets often. */
    @Provide
    Arbitrary<List<Work>> events() {
        Arbitrary<Identifier> identifiers =
                Arbitraries.oneOf(
                        Arbitraries.integers()
                                .between(1, 4)
                                .map(
                                        n ->
                                                new Identifier(
                                                        IdentifierType.LOYALTY_ID,
                                                        null,
                                                        "L" + n,
                                                        false)),
                        Arbitraries.integers()
                                .between(1, 3)
                                .map(
                                        n ->
                                                new Identifier(
                                                        IdentifierType.CUSTOMER_ID,
                                                        "shop",
                                                        "c" + n,
                                                        false)),
                        Combinators.combine(
                                        Arbitraries.integers().between(1, 5),
                                        Arbitraries.of(true, false))
                                .as(
                                        (n, verified) ->
                                                new Identifier(
                                                        IdentifierType.EMAIL,
                                                        null,
                                                        "p" + n + "@b.jp",
                                                        verified)));
        return Combinators.combine(
                        identifiers.list().ofMaxSize(3),
                        Arbitraries.of(
                                "page.viewed",
                                "order.placed",
                                "order.updated",
                                "order.cancelled",
                                "order.returned"),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 4))
                .as(Sample::new)
                .list()
                .ofMaxSize(25)
                .map(
                        samples -> {
                            List<Work> events = new ArrayList<>();
                            samples.forEach(s -> events.add(s.work(events.size())));
                            return events;
                        });
    }

    private record Sample(
            List<Identifier> identifiers, String type, int order, int version, int minute) {

        Work work(int number) {
            String key = "shop|" + number;
            Instant at = Instant.ofEpochSecond(1_700_000_000L + minute * 60L);
            Sighting sighting = NODES.sight(identifiers, new Node("order:shop|o" + order));
            StoredEvent stored =
                    new StoredEvent(
                            key,
                            type,
                            at,
                            at,
                            sighting.home(),
                            sighting.nodes(),
                            EventState.State.RECEIVED,
                            null,
                            "test",
                            null,
                            "{}");
            Event event =
                    new Event(
                            "shop",
                            "" + number,
                            type,
                            at,
                            minute % 2 == 0 ? "web" : "store",
                            null,
                            identifiers,
                            Map.of(),
                            Json.object(),
                            false,
                            null,
                            new byte[0]);
            Fact fact =
                    new Fact(
                            key, "shop", at, event.channel(), null, Map.of(), List.of(), List.of());
            OrderData data = data();
            return new Work(
                    stored,
                    event,
                    fact,
                    data == null ? null : Orders.id(event, data),
                    data,
                    List.of());
        }

        private @Nullable OrderData data() {
            if (!type.startsWith("order.")) {
                return null;
            }
            return new OrderData(
                    "o" + order,
                    null,
                    List.of(),
                    order == 4 ? OrderData.Kind.CREDIT : OrderData.Kind.SALE,
                    version == 0 ? null : Long.valueOf(version),
                    "JPY",
                    null,
                    null,
                    List.of(
                            new OrderLine(
                                    "A",
                                    BigDecimal.ONE,
                                    new BigDecimal(100 * (1 + version) + minute),
                                    null,
                                    OrderLine.Kind.PRODUCT,
                                    null,
                                    null)),
                    type.equals("order.returned") ? "r" + version : null,
                    type.equals("order.returned") ? BigDecimal.TEN : null,
                    false);
        }
    }
}
