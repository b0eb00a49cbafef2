package dev.musubi.profile.facet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.consent.ConsentKey;
import dev.musubi.consent.Decision;
import dev.musubi.identity.Node;
import dev.musubi.order.Tally;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.Document;

/**
 * The laws of each operator that facets are made of, and of combining them: commutative,
 * associative, with an identity. Times and keys are few, so that ties are common.
 */
class AlgebraProperties {

    private static final Node HOME = new Node("loyalty_id:L1");
    private static final Node OTHER = new Node("customer_id:shop:c1");

    @Property
    void talliesAddUpInAnyOrderAndAreTakenAway(
            @ForAll("tallies") Tally a, @ForAll("tallies") Tally b, @ForAll("tallies") Tally c) {
        lawful(Tally::plus, a, b, c);
        assertThat(a.plus(Tally.NONE)).isEqualTo(a);
        assertThat(a.plus(a.negated()).isNone()).isTrue();
        assertThat(a.plus(b).negated()).isEqualTo(a.negated().plus(b.negated()));
    }

    @Property
    void fingerprintsAreTheSameInAnyOrderAndForgetWhatIsAddedTwice(
            @ForAll("keys") String a, @ForAll("keys") String b) {
        Fingerprint none = Fingerprint.NONE;

        assertThat(none.with(a).with(b)).isEqualTo(none.with(b).with(a));
        assertThat(none.with(a).with(b).with(a)).isEqualTo(none.with(b));
        assertThat(none.with(a)).isNotEqualTo(none);
    }

    @Property
    void theHeavierWordOnATraitIsTheSameInAnyOrder(
            @ForAll("words") TraitEntry a,
            @ForAll("words") TraitEntry b,
            @ForAll("words") TraitEntry c) {
        lawful((one, other) -> one.compareTo(other) >= 0 ? one : other, a, b, c);
    }

    @Property
    void theDecisionInForceIsTheSameInAnyOrder(
            @ForAll("decisions") Decision a,
            @ForAll("decisions") Decision b,
            @ForAll("decisions") Decision c) {
        lawful(Decision::inForce, a, b, c);
        assertThat(Decision.inForce(a, a)).isEqualTo(a);
    }

    /** At the same instant a denial is in force, whatever came first and in whatever event. */
    @Property
    void aDenialWinsATie(@ForAll("decisions") Decision a, @ForAll("decisions") Decision b) {
        Decision force = Decision.inForce(a, b);

        if (a.at().equals(b.at()) && a.granted() != b.granted()) {
            assertThat(force.granted()).isFalse();
        } else if (!a.at().equals(b.at())) {
            assertThat(force.at()).isEqualTo(a.at().isAfter(b.at()) ? a.at() : b.at());
        }
    }

    /** More things than are kept: which stay does not depend on who was seen first. */
    @Property
    void theNewestThingsAreTheSameHoweverTheyAreParted(
            @ForAll("sightings") List<Map.Entry<String, Instant>> a,
            @ForAll("sightings") List<Map.Entry<String, Instant>> b,
            @ForAll("sightings") List<Map.Entry<String, Instant>> c) {
        lawful(AlgebraProperties::together, newest(a), newest(b), newest(c));
        assertThat(together(newest(a), Map.of())).isEqualTo(newest(a));
        assertThat(together(newest(a), newest(a))).isEqualTo(newest(a));
    }

    @Property
    void anEmptyFacetChangesNothing(@ForAll("facts") List<Fact> facts) {
        Facet facet = folded(HOME, facts);

        assertThat(Combined.of(List.of(facet, new Facet(OTHER))))
                .isEqualTo(Combined.of(List.of(facet)));
        assertThat(Combined.of(List.of(new Facet(OTHER)))).isEqualTo(Combined.of(List.of()));
    }

    /**
     * Combining is associative: it does not matter how a history is spread over the nodes of one
     * person, as long as no node has more to say than it may keep.
     */
    @Property
    void howAHistoryIsSpreadOverNodesDoesNotMatter(
            @ForAll("facts") List<Fact> one,
            @ForAll("facts") List<Fact> other,
            @ForAll("facts") List<Fact> third) {
        List<Fact> all = new ArrayList<>(one);
        all.addAll(other);
        all.addAll(third);
        Node node = new Node("loyalty_id:L3");

        Combined apart =
                Combined.of(List.of(folded(HOME, one), folded(OTHER, other), folded(node, third)));

        assertThat(apart).isEqualTo(Combined.of(List.of(folded(HOME, all))));
        assertThat(apart)
                .isEqualTo(
                        Combined.of(
                                List.of(
                                        folded(OTHER, all.subList(0, all.size() / 2)),
                                        folded(node, all.subList(all.size() / 2, all.size())))));
    }

    /** Stored and read, a facet says the same: nothing of it lives in memory alone. */
    @Property
    void whatIsStoredCombinesToTheSame(@ForAll("facts") List<Fact> facts) {
        Facet facet = folded(HOME, facts);
        Document stored = FacetCodec.write(facet);

        assertThat(Combined.of(List.of(FacetCodec.read(stored))))
                .isEqualTo(Combined.of(List.of(facet)));
        assertThat(FacetCodec.write(FacetCodec.read(stored))).isEqualTo(stored);
    }

    private static <T> void lawful(BinaryOperator<T> operator, T a, T b, T c) {
        assertThat(operator.apply(a, b)).as("commutative").isEqualTo(operator.apply(b, a));
        assertThat(operator.apply(operator.apply(a, b), c))
                .as("associative")
                .isEqualTo(operator.apply(a, operator.apply(b, c)));
    }

    private static Map<String, Instant> newest(List<Map.Entry<String, Instant>> sightings) {
        Newest<String> newest = new Newest<>(Facet.NEWEST);
        sightings.forEach(s -> newest.see(s.getKey(), s.getValue()));
        return newest.seen();
    }

    private static Map<String, Instant> together(
            Map<String, Instant> one, Map<String, Instant> other) {
        Newest<String> newest = new Newest<>(Facet.NEWEST);
        one.forEach(newest::see);
        other.forEach(newest::see);
        return newest.seen();
    }

    private static Facet folded(Node home, List<Fact> facts) {
        Facet facet = new Facet(home);
        facts.forEach(facet::fold);
        return facet;
    }

    @Provide
    Arbitrary<Tally> tallies() {
        return Combinators.combine(
                        Arbitraries.longs().between(-5, 5),
                        Arbitraries.longs().between(-5, 5),
                        Arbitraries.maps(
                                        Arbitraries.of("JPY", "USD"),
                                        Arbitraries.bigDecimals()
                                                .between(
                                                        new BigDecimal("-999999"),
                                                        new BigDecimal("999999"))
                                                .ofScale(6))
                                .ofMaxSize(2))
                .as((sales, credits, revenue) -> new Tally(sales, credits, new TreeMap<>(revenue)));
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.integers().between(0, 20).map(n -> "shop|" + n);
    }

    /** What an event says beside its time is one thing: two entries of one event are the same. */
    @Provide
    Arbitrary<TraitEntry> words() {
        return Combinators.combine(
                        Arbitraries.of(true, false), times(), Arbitraries.integers().between(0, 5))
                .as(
                        (verified, at, event) ->
                                new TraitEntry(
                                        event % 2 == 0 ? "佐藤" : "加藤",
                                        event % 3 == 0 ? "crm:main" : "shop:web",
                                        verified,
                                        at,
                                        "shop|" + event));
    }

    /** Likewise. */
    @Provide
    Arbitrary<Decision> decisions() {
        ConsentKey key = new ConsentKey("marketing", "email", ConsentKey.EVERYWHERE);
        return Combinators.combine(
                        Arbitraries.of(true, false), times(), Arbitraries.integers().between(0, 5))
                .as(
                        (granted, at, event) ->
                                new Decision(
                                        key,
                                        granted,
                                        at,
                                        event % 2 == 0 ? null : at.plusSeconds(event),
                                        "shop|" + event));
    }

    @Provide
    Arbitrary<List<Map.Entry<String, Instant>>> sightings() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 40).map(n -> "store" + n), times())
                .as(Map::entry)
                .list()
                .ofMaxSize(60);
    }

    /** Fewer things than are kept of each. */
    @Provide
    Arbitrary<List<Fact>> facts() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1_000_000),
                        times(),
                        Arbitraries.of("crm:main", "shop:web", "pos:ginza", "pos:shibuya"),
                        Arbitraries.of("store", "web"),
                        Arbitraries.maps(
                                        Arbitraries.of(Trait.FAMILY_NAME, Trait.CITY),
                                        Arbitraries.of("佐藤", "加藤"))
                                .ofMaxSize(2),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 6))
                .as(AlgebraProperties::fact)
                .list()
                .ofMaxSize(20);
    }

    private static Fact fact(
            int number,
            Instant at,
            String source,
            String channel,
            Map<Trait, String> traits,
            boolean granted,
            int thing) {
        String key = source + "|" + number;
        ConsentKey consent = new ConsentKey("marketing", "email", ConsentKey.EVERYWHERE);
        return new Fact(
                key,
                source,
                at,
                channel,
                "store" + thing,
                traits,
                List.of(new Decision(consent, granted, at, null, key)),
                List.of(new Node("email?:a" + thing + "@b.jp")));
    }

    private static Arbitrary<Instant> times() {
        return Arbitraries.integers()
                .between(0, 4)
                .map(n -> Instant.ofEpochSecond(1_700_000_000L + n));
    }
}
