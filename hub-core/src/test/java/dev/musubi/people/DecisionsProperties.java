package dev.musubi.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.event.Event;
import dev.musubi.event.EventState;
import dev.musubi.event.OrderData;
import dev.musubi.event.OrderLine;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.identity.Nodes;
import dev.musubi.identity.Sighting;
import dev.musubi.order.Order;
import dev.musubi.order.Orders;
import dev.musubi.platform.Json;
import dev.musubi.profile.facet.Facet;
import dev.musubi.profile.facet.FacetCodec;
import dev.musubi.profile.facet.Fact;
import dev.musubi.profile.facet.Trait;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
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

    /**
     * What a wrong merge did is gone: whatever came before, between and after, both are who they
     * would have been if somebody had only said that they are not one.
     */
    @Property(tries = 500)
    void aMergeThatIsTakenBackHasNeverBeen(
            @ForAll("events") List<Work> events, @ForAll Random random) {
        int merge = random.nextInt(events.size() + 1);
        int split = merge + random.nextInt(events.size() - merge + 1);
        World merged = new World();
        World plain = new World();
        inBatches(events.subList(0, merge), random).forEach(merged::apply);
        inBatches(events.subList(0, merge), random).forEach(plain::apply);
        List<Set<Node>> people =
                merged.nodes().stream()
                        .map(n -> Set.copyOf(merged.person(n).nodes().keySet()))
                        .distinct()
                        .sorted(Comparator.comparing(nodes -> new TreeSet<>(nodes).toString()))
                        .toList();
        Assume.that(people.size() > 1);
        Set<Node> one = people.get(random.nextInt(people.size()));
        Set<Node> other = people.stream().filter(p -> !p.equals(one)).findFirst().orElseThrow();
        merged.decide(decision(Link.Kind.ASSERTED, one, other, "m"));
        merged.checkIntegrity();
        assertThat(merged.person(one.iterator().next()).nodes().keySet())
                .containsAll(one)
                .containsAll(other);
        inBatches(events.subList(merge, split), random).forEach(merged::apply);
        inBatches(events.subList(merge, split), random).forEach(plain::apply);
        Set<Node> rest = new HashSet<>(merged.person(one.iterator().next()).nodes().keySet());
        rest.removeAll(other);
        merged.decide(decision(Link.Kind.MUST_NOT_LINK, other, rest, "s"));
        plain.decide(decision(Link.Kind.MUST_NOT_LINK, other, rest, "s"));
        merged.checkIntegrity();
        inBatches(events.subList(split, events.size()), random).forEach(merged::apply);
        inBatches(events.subList(split, events.size()), random).forEach(plain::apply);

        merged.checkIntegrity();
        plain.checkIntegrity();
        assertThat(merged.people()).isEqualTo(plain.people());
    }

    private static Link decision(Link.Kind kind, Set<Node> ones, Set<Node> others, String id) {
        List<Node> one = ones.stream().sorted().toList();
        List<Node> other = others.stream().sorted().toList();
        return new Link(
                kind == Link.Kind.ASSERTED ? "a-" + id : "z-" + id,
                kind,
                one.getFirst(),
                other.getFirst(),
                one,
                other,
                Link.OPERATOR,
                1,
                "clerk",
                id,
                "as they said",
                Instant.EPOCH);
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
                        .map(FacetCodec::read)
                        .map(f -> dev.musubi.profile.facet.Combined.of(List.of(f)))
                        .map(c -> c.orders().revenue().getOrDefault("JPY", BigDecimal.ZERO))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(told).isEqualByComparingTo(owned);
    }

    /** What is kept of people is what the events at home in their nodes and their orders say. */
    @Property(tries = 500)
    void whatIsFoldedAnewIsWhatWasFoldedLive(
            @ForAll("events") List<Work> events, @ForAll Random random) {
        World world = new World();
        List<Work> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, random);
        inBatches(shuffled, random).forEach(world::apply);

        Map<Node, Facet> anew = new TreeMap<>();
        events.stream()
                .filter(w -> w.stored().home().person())
                .forEach(w -> anew.computeIfAbsent(w.stored().home(), Facet::new).fold(w.fact()));
        Map<String, Order> orders = new HashMap<>();
        events.stream()
                .filter(w -> w.order() != null)
                .forEach(
                        w ->
                                orders.compute(
                                        w.orderId(),
                                        (_, o) ->
                                                Orders.fold(o, w.stored(), w.event(), w.order())));
        orders.values().stream()
                .filter(o -> o.owner() != null && o.content() != null)
                .forEach(
                        o ->
                                anew.computeIfAbsent(o.owner().node(), Facet::new)
                                        .tally(o.content().channel(), o.tally()));

        assertThat(unnumbered(world.orders())).isEqualTo(unnumbered(orders));
        assertThat(world.people().values().stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        anew.values().stream().map(FacetCodec::write).toList());
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
                                        o.receipt(),
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
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.of("1990-01-01", "1985-05-05").injectNull(0.7))
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
            List<Identifier> identifiers,
            String type,
            int order,
            int version,
            int minute,
            @Nullable String birthDate) {

        Work work(int number) {
            String key = "shop|" + number;
            Instant at = Instant.ofEpochSecond(1_700_000_000L + minute * 60L);
            Sighting sighting = NODES.sight("shop", identifiers, new Node("order:shop|o" + order));
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
                            key,
                            "shop",
                            at,
                            event.channel(),
                            null,
                            birthDate == null ? Map.of() : Map.of(Trait.BIRTH_DATE, birthDate),
                            List.of(),
                            List.of());
            OrderData data = data();
            return new Work(
                    stored,
                    event,
                    fact,
                    data == null ? null : Orders.id(event, data),
                    data,
                    List.of(),
                    birthDate,
                    null);
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
