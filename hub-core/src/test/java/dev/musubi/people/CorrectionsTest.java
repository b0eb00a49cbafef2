package dev.musubi.people;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.consent.Permission;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Node;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.profile.MayWrite;
import dev.musubi.profile.Profile;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import dev.musubi.profile.facet.FacetCodec;
import dev.musubi.testing.TestHub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Merges that a person decides, and takes back, on a real MongoDB. */
class CorrectionsTest {

    private static final Corrections.Order BY_CLERK =
            new Corrections.Order("key:clerk", "as they said at the counter", false);
    private static final Corrections.Order PREVIEW =
            new Corrections.Order("key:clerk", "let me see", true);

    private static TestHub hub;

    @BeforeAll
    static void start() {
        hub = TestHub.start();
    }

    @AfterAll
    static void allOfItAnewMakesTheSamePeopleWithTheSameIds() {
        assertThat(hub.get(Rebuild.class).profiles(_ -> {}).differed()).isZero();
        assertThat(hub.get(Reresolution.class).everybody(true, _ -> {}).examples()).isEmpty();
        hub.close();
    }

    @Test
    void aWrongMergeThatLivedForAMonthIsUnmergedAndBothAreWhoTheyWouldHaveBeen() {
        List<JsonNode> before =
                List.of(
                        anOrder("W-1", "1000").minute(-40_000).of("loyalty_id", "W-A").build(),
                        denied("W-A", "wa@b.jp", -39_000),
                        anOrder("W-2", "2000").minute(-38_000).of("loyalty_id", "W-B").build(),
                        granted("W-B", "wb@b.jp", -37_000));
        List<JsonNode> month =
                List.of(
                        anOrder("W-3", "500").minute(1).of("loyalty_id", "W-A").build(),
                        anOrder("W-4", "700").minute(2).of("loyalty_id", "W-B").build(),
                        granted("W-A", "wa@b.jp", 3),
                        anEvent("email.clicked").minute(4).ofVerified("email", "wb@b.jp").build(),
                        anEvent("order.cancelled").minute(5).with("orderId", "W-2").build());
        Map<String, String> expected;
        try (TestHub never = TestHub.start()) {
            before.forEach(never::apply);
            never.apply(month);
            expected = facets(never);
        }
        try (TestHub wrong = TestHub.start()) {
            before.forEach(wrong::apply);
            String a = card(wrong, "W-A").id();
            String b = card(wrong, "W-B").id();
            wrong.get(Corrections.class).merge(b, a, BY_CLERK);
            assertThat(wrong.get(Profiles.class).find(b).orElseThrow().id()).isEqualTo(a);
            wrong.apply(month);
            assertThat(card(wrong, "W-B").known().orders().sales()).isEqualTo(3);

            Corrections.Result split =
                    wrong.get(Corrections.class)
                            .split(a, List.of(nodes("W-B"), mail("wb@b.jp")), BY_CLERK);

            assertThat(split.profiles()).extracting(ProfileState::id).containsExactly(a, b);
            assertThat(facets(wrong)).isEqualTo(expected);
            assertThat(card(wrong, "W-A").id()).isEqualTo(a);
            assertThat(card(wrong, "W-B").id()).isEqualTo(b);
            // A rule does not join them again.
            wrong.apply(
                    anEvent("profile.identified")
                            .minute(6)
                            .of("loyalty_id", "W-A")
                            .of("loyalty_id", "W-B")
                            .build());
            assertThat(card(wrong, "W-A").id()).isNotEqualTo(card(wrong, "W-B").id());
            assertThat(wrong.get(Rebuild.class).profiles(r -> {}).differed()).isZero();
        }
    }

    @Test
    void aDenialSurvivesAMergeAndItsUnmergeAndAGrantGoesWithItsPerson() {
        hub.apply(granted("D-1", "d1@b.jp", 1));
        hub.apply(denied("D-2", "d2@b.jp", 2));
        hub.apply(everywhere("D-3", "denied", 3));
        String one = card(hub, "D-1").id();
        Corrections corrections = hub.get(Corrections.class);

        corrections.merge(one, card(hub, "D-2").id(), BY_CLERK);
        assertThat(allowed("D-1", "d1@b.jp")).isTrue();
        assertThat(allowed("D-1", "d2@b.jp")).isFalse();

        // Who said no to everything said it for all that turns out to be theirs.
        String three = card(hub, "D-3").id();
        corrections.merge(one, three, BY_CLERK);
        assertThat(allowed("D-1", "d1@b.jp")).isFalse();

        corrections.split(one, List.of(nodes("D-3")), BY_CLERK);
        assertThat(allowed("D-1", "d1@b.jp")).isTrue();
        assertThat(allowed("D-1", "d2@b.jp")).isFalse();
        corrections.split(one, List.of(nodes("D-2"), mail("d2@b.jp")), BY_CLERK);
        assertThat(allowed("D-2", "d2@b.jp")).isFalse();
        assertThat(allowed("D-1", "d1@b.jp")).isTrue();
    }

    private static boolean allowed(String card, String mail) {
        return hub.get(MayWrite.class).ask(card(hub, card), "marketing", "email", mail).stream()
                .allMatch(Permission::allowed);
    }

    private static JsonNode everywhere(String card, String decision, int minute) {
        return anEvent("consent.changed")
                .minute(minute)
                .of("loyalty_id", card)
                .with("purpose", "marketing")
                .with("channel", "email")
                .with("contactPoint", "*")
                .with("decision", decision)
                .build();
    }

    @Test
    void aMergeByARuleIsTakenBackToo() {
        hub.apply(anOrder("U-1", "100").minute(1).of("loyalty_id", "U-1").build());
        hub.apply(anOrder("U-2", "200").minute(2).of("loyalty_id", "U-2").build());
        String one = card(hub, "U-1").id();
        String two = card(hub, "U-2").id();
        hub.apply(
                anEvent("profile.identified")
                        .minute(3)
                        .of("loyalty_id", "U-1")
                        .of("loyalty_id", "U-2")
                        .build());
        assertThat(card(hub, "U-2").id()).isEqualTo(one);

        hub.get(Corrections.class).split(two, List.of(nodes("U-2")), BY_CLERK);

        assertThat(card(hub, "U-1").id()).isEqualTo(one);
        assertThat(card(hub, "U-2").id()).isEqualTo(two);
        assertThat(card(hub, "U-2").known().orders().revenue().get("JPY"))
                .isEqualByComparingTo("200");
    }

    @Test
    void afterMergesInARowEveryIdLeadsToTheSurvivorAndASplitRestoresTheOneInTheMiddle() {
        List<String> ids = new ArrayList<>();
        for (String card : List.of("R-A", "R-B", "R-C")) {
            hub.apply(anOrder("o" + card, "10").of("loyalty_id", card).build());
            ids.add(card(hub, card).id());
        }
        Corrections corrections = hub.get(Corrections.class);
        corrections.merge(ids.get(1), ids.get(0), BY_CLERK);
        corrections.merge(ids.get(2), ids.get(1), BY_CLERK);
        for (String id : ids) {
            assertThat(hub.get(Profiles.class).find(id).orElseThrow().id())
                    .isEqualTo(ids.getFirst());
        }

        corrections.split(ids.get(2), List.of(nodes("R-B")), BY_CLERK);

        assertThat(card(hub, "R-A").id()).isEqualTo(ids.get(0)).isEqualTo(card(hub, "R-C").id());
        assertThat(card(hub, "R-B").id()).isEqualTo(ids.get(1));
        assertThat(hub.get(Profiles.class).find(ids.get(2)).orElseThrow().id())
                .isEqualTo(ids.get(0));
    }

    @Test
    void aMergeThatPeopleDecideAgainEndsTheirSplit() {
        hub.apply(
                anEvent("profile.identified")
                        .of("loyalty_id", "G-1")
                        .of("loyalty_id", "G-2")
                        .build());
        String id = card(hub, "G-1").id();
        Corrections corrections = hub.get(Corrections.class);
        corrections.split(id, List.of(nodes("G-2")), BY_CLERK);
        String other = card(hub, "G-2").id();
        assertThat(other).isNotEqualTo(id);

        corrections.merge(id, other, BY_CLERK);

        assertThat(card(hub, "G-2").id()).isEqualTo(card(hub, "G-1").id());
    }

    @Test
    void aPreviewSaysWhatWouldBeAndWritesNothing() {
        hub.apply(anOrder("P-1", "100").of("loyalty_id", "P-1").build());
        hub.apply(anOrder("P-2", "200").of("loyalty_id", "P-2").build());
        String one = card(hub, "P-1").id();
        String two = card(hub, "P-2").id();
        Map<String, String> before = facets(hub);

        Corrections.Result merged = hub.get(Corrections.class).merge(one, two, PREVIEW);

        assertThat(merged.decision()).isNull();
        assertThat(merged.retired()).containsExactly(two);
        assertThat(merged.profiles()).singleElement().extracting(ProfileState::id).isEqualTo(one);
        assertThat(merged.profiles().getFirst().combined().orders().sales()).isEqualTo(2);
        assertThat(facets(hub)).isEqualTo(before);
        assertThat(card(hub, "P-2").id()).isEqualTo(two);
    }

    @Test
    void whatCannotBeIsRefusedAndNothingIsHalfDone() {
        hub.apply(anEvent("store.visited").of("loyalty_id", "X-1").build());
        hub.apply(anEvent("store.visited").of("loyalty_id", "X-2").build());
        String id = card(hub, "X-1").id();
        Corrections corrections = hub.get(Corrections.class);

        refused(404, () -> corrections.merge(id, "nobody", BY_CLERK));
        refused(404, () -> corrections.merge("nobody", id, BY_CLERK));
        refused(409, () -> corrections.merge(id, id, BY_CLERK));
        refused(422, () -> corrections.split(id, List.of(nodes("X-2")), BY_CLERK));
        refused(422, () -> corrections.split(id, List.of(nodes("X-1")), BY_CLERK));
        refused(422, () -> corrections.split(id, List.of(List.of()), BY_CLERK));
        refused(404, () -> corrections.split("nobody", List.of(nodes("X-1")), BY_CLERK));
        assertThat(card(hub, "X-1").id()).isEqualTo(id);
    }

    @Test
    void anUnmergeWhileEventsPourInLosesNothing() throws Exception {
        hub.apply(
                anEvent("profile.identified")
                        .of("loyalty_id", "Q-1")
                        .of("loyalty_id", "Q-2")
                        .build());
        String id = card(hub, "Q-1").id();
        Thread pouring =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    for (int i = 0; i < 40; i++) {
                                        hub.append(
                                                TestHub.TRUSTED,
                                                List.of(
                                                        anEvent("store.visited")
                                                                .id("q1-" + i)
                                                                .of("loyalty_id", "Q-1")
                                                                .build(),
                                                        anEvent("store.visited")
                                                                .id("q2-" + i)
                                                                .of("loyalty_id", "Q-2")
                                                                .build()));
                                    }
                                });
        Corrections corrections = hub.get(Corrections.class);
        for (int i = 0; i < 5; i++) {
            corrections.split(id, List.of(nodes("Q-2")), BY_CLERK);
            corrections.merge(id, card(hub, "Q-2").id(), BY_CLERK);
        }
        corrections.split(id, List.of(nodes("Q-2")), BY_CLERK);
        pouring.join();
        hub.apply(
                anEvent("store.visited").id("q1-last").of("loyalty_id", "Q-1").build(),
                anEvent("store.visited").id("q2-last").of("loyalty_id", "Q-2").build());

        assertThat(card(hub, "Q-1").known().events()).isEqualTo(42);
        assertThat(card(hub, "Q-2").known().events()).isEqualTo(41);
    }

    @Test
    void mergeThenUnmergeIsTheIdentityOnGeneratedHistories() {
        Random random = new Random(11);
        for (int round = 0; round < 15; round++) {
            String r = "Z" + round + "-";
            List<JsonNode> events = history(r, random);
            int cut = random.nextInt(1, events.size() - 1);
            hub.apply(events.subList(0, cut));
            Map<String, Set<String>> people = people(hub, r);
            List<Set<String>> distinct = people.values().stream().distinct().toList();
            if (distinct.size() < 2) {
                continue;
            }
            Set<String> one = distinct.get(0);
            Set<String> other = distinct.get(1);
            Map<String, String> before = facets(hub);
            String first = of(hub, one);
            String second = of(hub, other);
            Corrections corrections = hub.get(Corrections.class);

            corrections.merge(first, second, BY_CLERK);
            corrections.split(
                    first, other.stream().map(n -> List.of(new Node(n))).toList(), BY_CLERK);

            assertThat(people(hub, r)).isEqualTo(people);
            assertThat(facets(hub)).isEqualTo(before);
            assertThat(of(hub, one)).isEqualTo(first);
            assertThat(of(hub, other)).isEqualTo(second);
            hub.apply(events.subList(cut, events.size()));
            assertThat(of(hub, one)).isNotEqualTo(of(hub, other));
        }
        assertThat(hub.get(Rebuild.class).profiles(r -> {}).differed()).isZero();
    }

    private static List<JsonNode> history(String prefix, Random random) {
        List<JsonNode> events = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String card = prefix + random.nextInt(4);
            String mail = (prefix + random.nextInt(3)).toLowerCase(java.util.Locale.ROOT) + "@b.jp";
            events.add(
                    switch (random.nextInt(3)) {
                        case 0 ->
                                anOrder(prefix + i, "" + (100 + i))
                                        .minute(i)
                                        .of("loyalty_id", card)
                                        .build();
                        case 1 ->
                                anEvent("profile.identified")
                                        .minute(i)
                                        .of("loyalty_id", card)
                                        .ofVerified("email", mail)
                                        .build();
                        default -> denied(card, mail, i);
                    });
        }
        return events;
    }

    private static JsonNode denied(String card, String mail, int minute) {
        return consent(card, mail, minute, "denied");
    }

    private static JsonNode granted(String card, String mail, int minute) {
        return consent(card, mail, minute, "granted");
    }

    private static JsonNode consent(String card, String mail, int minute, String decision) {
        return anEvent("consent.changed")
                .minute(minute)
                .of("loyalty_id", card)
                .ofVerified("email", mail)
                .with("purpose", "marketing")
                .with("channel", "email")
                .with("contactPoint", mail)
                .with("decision", decision)
                .build();
    }

    private static void refused(
            int status, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.problem().status()).isEqualTo(status));
    }

    private static List<Node> nodes(String card) {
        return List.of(
                new Node("loyalty_id:" + card.replace("-", "").toUpperCase(java.util.Locale.ROOT)));
    }

    private static List<Node> mail(String address) {
        return List.of(new Node("email:" + address), new Node("email?:" + address));
    }

    private static Profile card(TestHub hub, String number) {
        return hub.get(Profiles.class)
                .find(new Identifier(IdentifierType.LOYALTY_ID, null, number, false))
                .orElseThrow();
    }

    private static String of(TestHub hub, Set<String> nodes) {
        return hub.get(dev.musubi.identity.Identities.class)
                .find(new Node(nodes.iterator().next()))
                .orElseThrow()
                .profile();
    }

    /** By node the nodes of its person, of those whose value begins so. */
    private static Map<String, Set<String>> people(TestHub hub, String prefix) {
        String plain = prefix.replace("-", "").toLowerCase(java.util.Locale.ROOT);
        Map<String, Set<String>> people = new TreeMap<>();
        for (ProfileState state : living(hub)) {
            Set<String> nodes = new TreeSet<>();
            state.nodes().keySet().forEach(n -> nodes.add(n.key()));
            nodes.stream()
                    .filter(
                            n ->
                                    n.replace("-", "")
                                            .toLowerCase(java.util.Locale.ROOT)
                                            .contains(":" + plain))
                    .forEach(n -> people.put(n, nodes));
        }
        return people;
    }

    /** By the nodes of each person the bytes of all facets. */
    private static Map<String, String> facets(TestHub hub) {
        Map<String, String> facets = new TreeMap<>();
        for (ProfileState state : living(hub)) {
            StringBuilder bytes = new StringBuilder();
            new TreeMap<>(state.facets())
                    .values()
                    .forEach(
                            f -> {
                                Document document = FacetCodec.write(f);
                                bytes.append(document.toJson());
                            });
            facets.put(new TreeSet<>(state.nodes().keySet()).toString(), bytes.toString());
        }
        return facets;
    }

    private static List<ProfileState> living(TestHub hub) {
        Profiles profiles = hub.get(Profiles.class);
        List<ProfileState> all = new ArrayList<>();
        List<String> page = profiles.idsAfter(null, 1_000);
        while (!page.isEmpty()) {
            all.addAll(profiles.states(page));
            page = profiles.idsAfter(page.getLast(), 1_000);
        }
        return all;
    }
}
