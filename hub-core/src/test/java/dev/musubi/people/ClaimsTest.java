package dev.musubi.people;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.Appended;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.identity.Resolution.Reason;
import dev.musubi.order.Order;
import dev.musubi.order.Orders;
import dev.musubi.profile.Profile;
import dev.musubi.profile.Profiles;
import dev.musubi.profile.Timeline;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.TestHub;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Receipts that claim what was bought without a name, on a real MongoDB. */
class ClaimsTest {

    private static final int A_DAY = 24 * 60;
    private static final Corrections.Order BY_CLERK =
            new Corrections.Order("key:clerk", "not theirs", false);

    private static TestHub hub;

    @BeforeAll
    static void start() {
        hub = TestHub.start();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void whoShowsAReceiptLaterHasWhatWasBoughtWithIt() {
        hub.apply(bought("later", "1200").minute(0).build());
        hub.apply(claim("later", "C-LATER").minute(A_DAY).build());

        assertThat(revenue("C-LATER")).isEqualByComparingTo("1200");
        assertThat(orders("C-LATER")).containsExactly("o-later");
        assertThat(timeline("C-LATER")).containsExactly("profile.identified", "order.placed");
        assertThat(card("C-LATER").orElseThrow().nodes()).containsKey(receipt("later"));
        assertNothingDiffers();
    }

    @Test
    void aReceiptIsClaimedBeforeTheFileOfItsTillHasCome() {
        hub.apply(claim("before", "C-BEFORE").minute(A_DAY).build());
        hub.apply(bought("before", "800").minute(0).build());

        assertThat(revenue("C-BEFORE")).isEqualByComparingTo("800");
        assertThat(orders("C-BEFORE")).containsExactly("o-before");
        assertNothingDiffers();
    }

    @Test
    void whatComesAfterTheClaimIsTheirsAtOnce() {
        hub.apply(bought("after", "900").minute(0).build());
        hub.apply(claim("after", "C-AFTER").minute(10).build());
        hub.apply(
                bought("after", "700").id("after-2").minute(20).version(5).build(),
                anEvent("order.cancelled").minute(21).with("orderId", "o-none").build());

        assertThat(revenue("C-AFTER")).isEqualByComparingTo("700");
        hub.apply(anEvent("order.cancelled").minute(30).with("orderId", "o-after").build());
        assertThat(card("C-AFTER").orElseThrow().known().orders().sales()).isZero();
        assertNothingDiffers();
    }

    @Test
    void ofTwoWhoNameAReceiptTheFirstHasItAndTheOtherIsListed() {
        hub.apply(bought("two", "500").minute(0).build());
        hub.apply(claim("two", "C-SECOND").minute(20).build());
        assertThat(revenue("C-SECOND")).isEqualByComparingTo("500");

        hub.apply(claim("two", "C-FIRST").minute(10).build());

        assertThat(revenue("C-FIRST")).isEqualByComparingTo("500");
        assertThat(revenue("C-SECOND")).isZero();
        assertThat(orders("C-SECOND")).isEmpty();
        assertThat(card("C-SECOND").orElseThrow().id())
                .isNotEqualTo(card("C-FIRST").orElseThrow().id());
        assertThat(hub.get(Identities.class).reviews(List.of(receipt("two"))))
                .extracting(r -> r.refusal().reason())
                .containsExactly(Reason.CLAIMED);
        hub.apply(claim("two", "C-THIRD").minute(30).build());
        assertThat(revenue("C-FIRST")).isEqualByComparingTo("500");
        assertThat(hub.get(Identities.class).reviews(List.of(receipt("two")))).hasSize(2);
        assertNothingDiffers();
    }

    @Test
    void aReceiptThatIsShownTooLateIsNobodys() {
        hub.apply(bought("old", "100").minute(-95 * A_DAY).build());
        hub.apply(claim("old", "C-OLD").minute(0).build());

        assertThat(revenue("C-OLD")).isZero();
        assertThat(card("C-OLD").orElseThrow().nodes()).doesNotContainKey(receipt("old"));
    }

    @Test
    void anEarlierPurchaseWithTheSameReceiptThatComesLateEndsAClaimThatWasTooLate() {
        hub.apply(bought("early", "100").minute(-30 * A_DAY).build());
        hub.apply(claim("early", "C-EARLY").minute(0).build());
        assertThat(revenue("C-EARLY")).isEqualByComparingTo("100");

        hub.apply(bought("early", "90").id("early-2").minute(-91 * A_DAY).build());

        assertThat(revenue("C-EARLY")).isZero();
        assertThat(orders("C-EARLY")).isEmpty();
        assertThat(card("C-EARLY").orElseThrow().nodes()).doesNotContainKey(receipt("early"));
        assertNothingDiffers();
    }

    @Test
    void anUnprovenMailAddressClaimsAndAPaymentCardDoesNot() {
        hub.apply(
                bought("mail", "300").minute(0).build(),
                bought("token", "300").minute(0).build(),
                anEvent("profile.updated")
                        .minute(5)
                        .of("email", "claims@b.jp")
                        .of("receipt", "shop", "mail")
                        .build(),
                anEvent("profile.updated")
                        .minute(5)
                        .of("payment_token", "tok-claims")
                        .of("receipt", "shop", "token")
                        .build());

        assertThat(
                        hub.get(Profiles.class)
                                .find(
                                        new Identifier(
                                                IdentifierType.EMAIL, null, "claims@b.jp", false))
                                .orElseThrow()
                                .known()
                                .orders()
                                .revenue()
                                .get("JPY"))
                .isEqualByComparingTo("300");
        assertThat(hub.get(Identities.class).find(receipt("token"))).isEmpty();
    }

    @Test
    void aReceiptIsNobodysPersonAndJoinsNobody() {
        hub.apply(bought("alone", "10").minute(0).build());

        assertThat(hub.get(Identities.class).find(receipt("alone"))).isEmpty();
        assertThat(hub.get(Orders.class).owners("o-alone", 5)).isEmpty();
    }

    @Test
    void anOrderWithACardIsTheCardsWhateverItsReceiptSays() {
        hub.apply(
                bought("named", "40").minute(0).build(),
                anOrder("o-named", "40").minute(1).of("loyalty_id", "C-NAMED").build());
        hub.apply(claim("named", "C-NAMER").minute(2).build());

        assertThat(orders("C-NAMED")).containsExactly("o-named");
        assertThat(revenue("C-NAMER")).isZero();
        assertNothingDiffers();
    }

    @Test
    void aSplitTakesAReceiptAwayAndAMergeGivesItToWhoseItIs() {
        hub.apply(bought("wrong", "60").minute(0).build());
        hub.apply(claim("wrong", "C-WRONG").minute(1).build());
        hub.apply(anEvent("store.visited").minute(2).of("loyalty_id", "C-RIGHT").build());
        String wrong = card("C-WRONG").orElseThrow().id();
        Corrections corrections = hub.get(Corrections.class);

        corrections.split(wrong, List.of(List.of(receipt("wrong"))), BY_CLERK);

        assertThat(revenue("C-WRONG")).isZero();
        hub.apply(claim("wrong", "C-WRONG").minute(3).build());
        hub.apply(bought("wrong", "60").id("wrong-2").minute(4).build());
        assertThat(revenue("C-WRONG")).isZero();
        String receipt = hub.get(Identities.class).find(receipt("wrong")).orElseThrow().profile();
        corrections.merge(card("C-RIGHT").orElseThrow().id(), receipt, BY_CLERK);
        assertThat(revenue("C-RIGHT")).isEqualByComparingTo("60");
        hub.apply(anEvent("order.cancelled").minute(5).with("orderId", "o-wrong").build());
        assertThat(revenue("C-RIGHT")).isZero();
        assertNothingDiffers();
    }

    @Test
    void receiptsGoWithWhoClaimedThemInAMergeAndInASplit() {
        hub.apply(
                bought("m1", "11").minute(0).build(),
                bought("m2", "22").minute(0).build(),
                claim("m1", "C-M1").minute(1).build(),
                claim("m2", "C-M2").minute(1).build());
        Corrections corrections = hub.get(Corrections.class);
        String one = card("C-M1").orElseThrow().id();
        String two = card("C-M2").orElseThrow().id();

        corrections.merge(one, two, BY_CLERK);
        assertThat(revenue("C-M1")).isEqualByComparingTo("33");
        corrections.split(one, List.of(List.of(new Node("loyalty_id:CM2"))), BY_CLERK);

        assertThat(revenue("C-M1")).isEqualByComparingTo("11");
        assertThat(revenue("C-M2")).isEqualByComparingTo("22");
        assertNothingDiffers();
    }

    @Test
    void theOrderInWhichPurchasesAndClaimsComeDoesNotMatter() {
        for (int round = 0; round < 12; round++) {
            String first = null;
            for (int order = 0; order < 3; order++) {
                String prefix = "q" + round + "x" + order + "y";
                List<EventBuilder> events = generated(prefix, new Random(round));
                Collections.shuffle(events, new Random(31L * round + order));
                int half = events.size() / 2;
                hub.apply(events.subList(0, half).stream().map(EventBuilder::build).toList());
                events.subList(half, events.size()).forEach(e -> hub.apply(e.build()));
                String people = people(prefix);
                first = first == null ? people : first;
                assertThat(people).as("round %d", round).isEqualTo(first);
            }
        }
        assertNothingDiffers();
    }

    @Test
    void purchasesAndClaimsThatAreAppliedAtOnceMeet() {
        List<JsonNode> events = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            events.add(bought("meet" + i, "70").minute(i).build());
            events.add(claim("meet" + i, "C-MEET" + i).minute(i + 1).build());
            events.add(bought("meet" + i, "80").id("again" + i).version(2).minute(i + 2).build());
        }
        Collections.shuffle(events, new Random(3));
        List<Appended> appended = new ArrayList<>();
        for (int i = 0; i < events.size(); i += 9) {
            appended.addAll(hub.append(TestHub.TRUSTED, events.subList(i, i + 9)));
        }
        hub.settle(appended);

        for (int i = 0; i < 150; i++) {
            assertThat(card("C-MEET" + i).orElseThrow().known().events()).isEqualTo(3);
            assertThat(revenue("C-MEET" + i)).isEqualByComparingTo("80");
        }
        assertNothingDiffers();
    }

    private static List<EventBuilder> generated(String prefix, Random random) {
        List<EventBuilder> events = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String receipt = prefix + random.nextInt(2);
            int minute = (random.nextInt(5) - 5) * 50 * A_DAY;
            String card = prefix + "C" + random.nextInt(3);
            events.add(
                    switch (random.nextInt(4)) {
                        case 0, 1 ->
                                bought(receipt, "" + (100 + i)).id(prefix + i).minute(minute + i);
                        case 2 -> claim(receipt, card).id(prefix + i).minute(minute + i);
                        default ->
                                anEvent("order.cancelled")
                                        .id(prefix + i)
                                        .minute(minute + i)
                                        .with(
                                                "orderId",
                                                random.nextInt(3) > 0 ? "o-none" : "o-" + receipt);
                    });
        }
        return events;
    }

    /** Who has how much, by their nodes, without the prefix. */
    private static String people(String prefix) {
        TreeMap<String, String> people = new TreeMap<>();
        for (int i = 0; i < 3; i++) {
            card(prefix + "C" + i)
                    .ifPresent(
                            p ->
                                    people.put(
                                            p.nodes().keySet().toString().toLowerCase(Locale.ROOT),
                                            p.known().events()
                                                    + " "
                                                    + p.known().orders()
                                                    + p.known().lastSeen()));
        }
        return people.toString().replace(prefix, "");
    }

    private static void assertNothingDiffers() {
        assertThat(hub.get(Rebuild.class).profiles(_ -> {}).differed()).isZero();
        Reresolution.Report anew = hub.get(Reresolution.class).everybody(true, _ -> {});
        assertThat(anew.examples()).isEmpty();
    }

    private static EventBuilder bought(String receipt, String amount) {
        return anOrder("o-" + receipt, amount).in("store").of("receipt", "shop", receipt);
    }

    private static EventBuilder claim(String receipt, String card) {
        return anEvent("profile.identified").of("loyalty_id", card).of("receipt", "shop", receipt);
    }

    private static Node receipt(String value) {
        return new Node("receipt:shop:" + value);
    }

    private static Optional<Profile> card(String number) {
        return hub.get(Profiles.class)
                .find(new Identifier(IdentifierType.LOYALTY_ID, null, number, false));
    }

    private static BigDecimal revenue(String card) {
        return card(card)
                .orElseThrow()
                .known()
                .orders()
                .revenue()
                .getOrDefault("JPY", BigDecimal.ZERO);
    }

    private static List<String> orders(String card) {
        return hub
                .get(Orders.class)
                .ofOwners(card(card).orElseThrow().nodeList(), null, 10)
                .stream()
                .map(Order::orderId)
                .toList();
    }

    private static List<String> timeline(String card) {
        return hub.get(Timeline.class).of(card(card).orElseThrow(), null, 10).stream()
                .map(StoredEvent::type)
                .toList();
    }
}
