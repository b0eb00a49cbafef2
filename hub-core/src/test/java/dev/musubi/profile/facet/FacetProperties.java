package dev.musubi.profile.facet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.consent.ConsentKey;
import dev.musubi.consent.Decision;
import dev.musubi.identity.Node;
import dev.musubi.order.Tally;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FacetProperties {

    private static final Node HOME = new Node("loyalty_id:L1");

    @Property
    void theSameEventsInAnyOrderGiveTheSameFacet(
            @ForAll("facts") List<Fact> facts, @ForAll Random random) {
        List<Fact> shuffled = new ArrayList<>(facts);
        Collections.shuffle(shuffled, random);

        assertThat(FacetCodec.write(folded(shuffled))).isEqualTo(FacetCodec.write(folded(facts)));
    }

    @Property
    void aFacetStoredAndReadInBetweenFoldsOnAsIfItHadNotBeen(
            @ForAll("facts") List<Fact> facts, @ForAll Random random) {
        int cut = facts.isEmpty() ? 0 : random.nextInt(facts.size());
        Facet first = FacetCodec.read(FacetCodec.write(folded(facts.subList(0, cut))));

        facts.subList(cut, facts.size()).forEach(first::fold);

        assertThat(FacetCodec.write(first)).isEqualTo(FacetCodec.write(folded(facts)));
    }

    @Property
    void facetsCombineInAnyOrderToTheSame(
            @ForAll("facts") List<Fact> one,
            @ForAll("facts") List<Fact> other,
            @ForAll("facts") List<Fact> third) {
        Facet a = folded(one);
        Facet b = folded(other);
        Facet c = folded(third);

        assertThat(Combined.of(List.of(a, b, c))).isEqualTo(Combined.of(List.of(c, a, b)));
    }

    @Property
    void foldingAnEventTwiceShowsInItsFingerprint(@ForAll("facts") List<Fact> facts) {
        org.junit.jupiter.api.Assumptions.assumeFalse(facts.isEmpty());
        Facet once = folded(facts);
        Facet twice = folded(facts);

        twice.fold(facts.getFirst());

        assertThat(twice.fingerprint()).isNotEqualTo(once.fingerprint());
    }

    @Property
    void whatIsTakenAwayAgainLeavesNoTrace(
            @ForAll("amounts") BigDecimal amount, @ForAll("amounts") BigDecimal more) {
        Facet facet = new Facet(HOME);
        Tally tally = new Tally(1, 0, new TreeMap<>(Map.of("JPY", amount)));
        Tally other = new Tally(0, 1, new TreeMap<>(Map.of("JPY", more)));

        facet.tally("store", tally);
        facet.tally("store", other);
        facet.tally("store", tally.negated());
        facet.tally("store", other.negated());

        assertThat(FacetCodec.write(facet)).isEqualTo(FacetCodec.write(new Facet(HOME)));
    }

    private static Facet folded(List<Fact> facts) {
        Facet facet = new Facet(HOME);
        facts.forEach(facet::fold);
        return facet;
    }

    @Provide
    Arbitrary<BigDecimal> amounts() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-999999"), new BigDecimal("999999"))
                .ofScale(6);
    }

    /** Few keys and few instants, so that ties and repeats are common. */
    @Provide
    Arbitrary<List<Fact>> facts() {
        Arbitrary<Instant> times =
                Arbitraries.integers()
                        .between(0, 5)
                        .map(n -> Instant.ofEpochSecond(1_700_000_000L + n));
        Arbitrary<String> sources =
                Arbitraries.integers().between(0, 20).map(n -> "system" + n + ":till");
        Arbitrary<Trait> traits = Arbitraries.of(Trait.FAMILY_NAME, Trait.CITY);
        Arbitrary<String> values = Arbitraries.of("佐藤", "加藤", "sato");
        Arbitrary<Node> attributes =
                Arbitraries.integers().between(0, 20).map(n -> new Node("email?:a" + n + "@b.jp"));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1_000_000),
                        times,
                        sources,
                        Arbitraries.of("store", "web"),
                        Arbitraries.maps(traits, values).ofMaxSize(2),
                        Arbitraries.of(true, false),
                        attributes)
                .as(FacetProperties::fact)
                .list()
                .ofMaxSize(60)
                .uniqueElements(Fact::key);
    }

    private static Fact fact(
            int number,
            Instant at,
            String source,
            String channel,
            Map<Trait, String> traits,
            boolean granted,
            Node attribute) {
        String key = source + "|" + number;
        ConsentKey consent = new ConsentKey("marketing", "email", ConsentKey.EVERYWHERE);
        return new Fact(
                key,
                source,
                at,
                channel,
                number % 3 == 0 ? null : "store" + number % 40,
                traits,
                List.of(new Decision(consent, granted, at, null, key)),
                List.of(attribute));
    }
}
