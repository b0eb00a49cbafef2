package dev.musubi.people;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.event.Appended;
import dev.musubi.event.Appended.Status;
import dev.musubi.event.EventLog;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.order.Orders;
import dev.musubi.profile.Profile;
import dev.musubi.profile.Profiles;
import dev.musubi.profile.facet.Trait;
import dev.musubi.testing.TestHub;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PeopleTest {

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
    void aPersonIsFoundByEachProvenIdentifierOfOneEvent() {
        hub.apply(
                anEvent("profile.identified")
                        .of("loyalty_id", "L-1")
                        .ofVerified("email", "one@b.jp")
                        .trait("familyName", "佐藤")
                        .build());

        Profile byCard = profile(IdentifierType.LOYALTY_ID, "l1");
        Profile byMail = profile(IdentifierType.EMAIL, "One@B.jp");
        assertThat(byCard).isEqualTo(byMail);
        assertThat(byCard.known().traits().get(Trait.FAMILY_NAME).value()).isEqualTo("佐藤");
    }

    @Test
    void twoPeopleWhoTurnOutToBeOneKeepTheOlderIdAndTheOtherLeadsThere() {
        hub.apply(anEvent("page.viewed").with("url", "/").of("loyalty_id", "L-2").build());
        hub.apply(anEvent("page.viewed").with("url", "/").ofVerified("email", "two@b.jp").build());
        Profile older = profile(IdentifierType.LOYALTY_ID, "L-2");
        Profile younger = profile(IdentifierType.EMAIL, "two@b.jp");

        hub.apply(
                anEvent("profile.identified")
                        .of("loyalty_id", "L-2")
                        .ofVerified("email", "two@b.jp")
                        .build());

        Profile merged = profile(IdentifierType.EMAIL, "two@b.jp");
        assertThat(merged.id()).isEqualTo(older.id());
        assertThat(merged.version()).isGreaterThan(Math.max(older.version(), younger.version()));
        assertThat(merged.known().events()).isEqualTo(3);
        assertThat(hub.get(Profiles.class).find(younger.id())).contains(merged);
    }

    @Test
    void threeMergesInARowLeaveEveryFormerIdLeadingToTheSurvivor() {
        List<String> ids = new ArrayList<>();
        for (String card : List.of("L-3A", "L-3B", "L-3C", "L-3D")) {
            hub.apply(anEvent("store.visited").of("loyalty_id", card).build());
            ids.add(profile(IdentifierType.LOYALTY_ID, card).id());
        }
        hub.apply(
                anEvent("profile.identified")
                        .of("loyalty_id", "L-3C")
                        .of("loyalty_id", "L-3D")
                        .build());
        hub.apply(
                anEvent("profile.identified")
                        .of("loyalty_id", "L-3B")
                        .of("loyalty_id", "L-3C")
                        .build());
        hub.apply(
                anEvent("profile.identified")
                        .of("loyalty_id", "L-3A")
                        .of("loyalty_id", "L-3B")
                        .build());

        Set<String> now =
                ids.stream()
                        .map(id -> hub.get(Profiles.class).find(id).orElseThrow().id())
                        .collect(Collectors.toSet());
        assertThat(now).containsExactly(ids.getFirst());
    }

    @Test
    void anUnprovenMailFindsItsProvenTwinWhicheverComesFirst() {
        hub.apply(anEvent("page.viewed").with("url", "/").of("email", "late@b.jp").build());
        hub.apply(
                anEvent("profile.identified")
                        .of("loyalty_id", "L-4")
                        .ofVerified("email", "late@b.jp")
                        .build());
        hub.apply(
                anEvent("profile.identified")
                        .of("loyalty_id", "L-5")
                        .ofVerified("email", "early@b.jp")
                        .build());
        hub.apply(anEvent("page.viewed").with("url", "/").of("email", "early@b.jp").build());

        assertThat(profile(IdentifierType.LOYALTY_ID, "L-4").known().events()).isEqualTo(2);
        assertThat(profile(IdentifierType.LOYALTY_ID, "L-5").known().events()).isEqualTo(2);
    }

    @Test
    void anUnprovenMailBesideTwoCardsNeverMakesThemOne() {
        hub.apply(
                anEvent("store.visited")
                        .of("loyalty_id", "L-6")
                        .of("email", "family@b.jp")
                        .build());
        hub.apply(
                anEvent("store.visited")
                        .of("loyalty_id", "L-7")
                        .of("email", "family@b.jp")
                        .build());

        assertThat(profile(IdentifierType.LOYALTY_ID, "L-6").id())
                .isNotEqualTo(profile(IdentifierType.LOYALTY_ID, "L-7").id());
        assertThat(find(IdentifierType.EMAIL, "family@b.jp")).isEmpty();
    }

    @Test
    void aRepeatIsADuplicateAndChangesNothing() {
        ObjectNode event = anOrder("o-8", "100").of("loyalty_id", "L-8").build();
        hub.apply(event);
        Profile before = profile(IdentifierType.LOYALTY_ID, "L-8");

        List<Appended> again = hub.append(event, event.deepCopy().put("historical", true));
        hub.apply(anEvent("store.visited").of("loyalty_id", "L-9").build());

        assertThat(again).extracting(Appended::status).containsOnly(Status.DUPLICATE);
        assertThat(profile(IdentifierType.LOYALTY_ID, "L-8")).isEqualTo(before);
    }

    @Test
    void theSameIdWithAnotherBodyIsAConflictAndIsKeptAside() {
        ObjectNode event = anOrder("o-10", "100").of("loyalty_id", "L-10").build();
        hub.apply(event);

        Appended conflict = hub.append(event.deepCopy().put("channel", "store")).getFirst();

        assertThat(conflict.status()).isEqualTo(Status.CONFLICT);
        assertThat(hub.get(EventLog.class).conflicts(null, 10))
                .anyMatch(c -> c.event().equals("test|" + event.get("id").asText()));
        assertThat(profile(IdentifierType.LOYALTY_ID, "L-10").known().channels())
                .containsOnlyKeys("web");
    }

    @Test
    void anOrderToldFiveTimesCountsOnce() {
        hub.apply(
                anOrder("o-11", "100").version(1).of("loyalty_id", "L-11").build(),
                update("o-11", "120", 3).of("loyalty_id", "L-11").build(),
                update("o-11", "110", 2).of("loyalty_id", "L-11").build(),
                update("o-11", "120", 3).of("loyalty_id", "L-11").historical().build());

        Profile profile = profile(IdentifierType.LOYALTY_ID, "L-11");
        assertThat(profile.known().orders().sales()).isEqualTo(1);
        assertThat(profile.known().orders().revenue().get("JPY")).isEqualByComparingTo("120");
    }

    @Test
    void aCancelBeforeItsOrderLeavesNothing() {
        hub.apply(anEvent("order.cancelled").with("orderId", "o-12").build());
        hub.apply(anOrder("o-12", "500").of("loyalty_id", "L-12").build());

        Profile profile = profile(IdentifierType.LOYALTY_ID, "L-12");
        assertThat(profile.known().orders().sales()).isZero();
        assertThat(profile.known().orders().revenue()).isEmpty();
    }

    @Test
    void aReturnInTheStoreLowersTheWebOrderWheneverItComes() {
        ObjectNode back =
                anEvent("order.returned")
                        .in("store")
                        .at("ginza")
                        .with("orderId", "o-13")
                        .with("currency", "JPY")
                        .with("total", "200")
                        .with("returnId", "r-1")
                        .build();
        hub.apply(back);
        hub.apply(anOrder("o-13", "500").of("loyalty_id", "L-13").build());
        hub.apply(back.deepCopy().put("id", "told-again"));

        Profile profile = profile(IdentifierType.LOYALTY_ID, "L-13");
        assertThat(profile.known().orders().revenue().get("JPY")).isEqualByComparingTo("300");
        assertThat(profile.known().channels().get("web").orders().revenue().get("JPY"))
                .isEqualByComparingTo(new BigDecimal("300"));
    }

    @Test
    void anOrderThatChangesItsOwnerTakesItsSumsAlong() {
        hub.apply(anOrder("o-14", "100").version(1).of("loyalty_id", "L-14").build());
        hub.apply(update("o-14", "100", 2).of("loyalty_id", "L-15").build());

        assertThat(profile(IdentifierType.LOYALTY_ID, "L-14").known().orders().isNone()).isTrue();
        assertThat(profile(IdentifierType.LOYALTY_ID, "L-15").known().orders().sales())
                .isEqualTo(1);
    }

    @Test
    void aReceiptWithoutAnyIdentifierMakesNoPersonAndCountsAsARevenue() {
        hub.apply(anOrder("o-16", "777").from("till16").build());

        var totals = hub.get(Orders.class).totals("till16").byCurrency().get("JPY");
        assertThat(totals.withoutPerson().revenue()).isEqualByComparingTo("777");
        assertThat(totals.withPerson().orders()).isZero();
    }

    @Test
    void eightFirstSightingsAtOnceAreOnePersonOverOneHub() throws Exception {
        for (int round = 0; round < 200; round++) {
            oneOfEight(List.of(hub), "race" + round + "@b.jp");
        }
    }

    @Test
    void eightFirstSightingsAtOnceAreOnePersonOverTwoHubs() throws Exception {
        try (TestHub second = hub.beside()) {
            for (int round = 0; round < 200; round++) {
                oneOfEight(List.of(hub, second), "pair" + round + "@b.jp");
            }
        }
    }

    @Test
    void aHundredFirstSightingsOfAMailAloneAreOnePersonOverTwoHubsOfWhichOneDies()
            throws Exception {
        for (int round = 0; round < 5; round++) {
            String mail = "hundred" + round + "@b.jp";
            TestHub dying = hub.beside();
            List<Future<List<Appended>>> sightings = new ArrayList<>();
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 100; i++) {
                    TestHub taker = i % 4 == 0 ? dying : hub;
                    sightings.add(
                            callers.submit(
                                    () ->
                                            taker.append(
                                                    anEvent("page.viewed")
                                                            .with("url", "/")
                                                            .ofVerified("email", mail)
                                                            .build())));
                }
            }
            List<Appended> taken = new ArrayList<>();
            for (Future<List<Appended>> sighting : sightings) {
                taken.addAll(sighting.get());
            }
            dying.forget();
            hub.settle(taken);

            assertThat(profile(IdentifierType.EMAIL, mail).known().events()).isEqualTo(100);
        }
    }

    private static void oneOfEight(List<TestHub> hubs, String mail) throws Exception {
        CyclicBarrier together = new CyclicBarrier(8);
        List<Future<List<Appended>>> logins = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                int number = i;
                logins.add(
                        callers.submit(
                                () -> {
                                    together.await();
                                    return hubs.get(number % hubs.size())
                                            .append(
                                                    anEvent("profile.identified")
                                                            .of("customer_id", "ns" + number, mail)
                                                            .ofVerified("email", mail)
                                                            .build());
                                }));
            }
        }
        for (Future<List<Appended>> login : logins) {
            hub.settle(login.get());
        }
        Profile person = profile(IdentifierType.EMAIL, mail);
        assertThat(person.nodes()).hasSize(9);
        assertThat(person.known().events()).isEqualTo(8);
    }

    private static dev.musubi.testing.EventBuilder update(
            String order, String amount, long version) {
        return anEvent("order.updated").order(order, amount).version(version);
    }

    private static Profile profile(IdentifierType type, String value) {
        return find(type, value).orElseThrow(() -> new AssertionError("nobody has that " + type));
    }

    private static Optional<Profile> find(IdentifierType type, String value) {
        return hub.get(Profiles.class).find(new Identifier(type, null, value, true));
    }
}
