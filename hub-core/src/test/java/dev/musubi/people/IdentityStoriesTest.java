package dev.musubi.people;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Nodes;
import dev.musubi.identity.Resolution.Reason;
import dev.musubi.identity.Resolution.Refusal;
import dev.musubi.identity.Review;
import dev.musubi.profile.Profile;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.TestHub;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is who in the cases that shops know, on a real MongoDB. */
class IdentityStoriesTest {

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
    void aFamilyWithOneMailAddressStaysThreePeople() {
        hub.apply(
                member("F-FATHER", "family@b.jp", "1970-01-01").minute(1).build(),
                member("F-MOTHER", "family@b.jp", "1972-02-02").minute(2).build(),
                member("F-CHILD", "family@b.jp", "2003-03-03").minute(3).build());

        assertThat(Set.of(card("F-FATHER"), card("F-MOTHER"), card("F-CHILD"))).hasSize(3);
        assertThat(mail("family@b.jp")).isEqualTo(card("F-FATHER"));
        assertThat(refusals("F-MOTHER")).extracting(Refusal::reason).contains(Reason.BIRTH_DATES);
        assertThat(refusals("F-CHILD")).extracting(Refusal::reason).contains(Reason.SHARED);
    }

    @Test
    void aReissuedCardIsTheSamePersonWithBothCards() {
        hub.apply(member("R-OLD", "reissued@b.jp", "1980-01-01").minute(1).build());
        hub.apply(member("R-NEW", "reissued@b.jp", "1980-01-01").minute(2).build());

        assertThat(card("R-NEW")).isEqualTo(card("R-OLD"));
    }

    @Test
    void aThirdCardShowsThatAMailAddressIsSharedAndWhatItJoinedBeforeStays() {
        hub.apply(
                visit(1).of("loyalty_id", "T-1").ofVerified("email", "desk@b.jp").build(),
                visit(2).of("loyalty_id", "T-2").ofVerified("email", "desk@b.jp").build(),
                visit(3).of("loyalty_id", "T-3").ofVerified("email", "desk@b.jp").build(),
                visit(4).of("loyalty_id", "T-4").ofVerified("email", "desk@b.jp").build());

        assertThat(card("T-2")).isEqualTo(card("T-1")).isEqualTo(mail("desk@b.jp"));
        assertThat(Set.of(card("T-1"), card("T-3"), card("T-4"))).hasSize(3);
        assertThat(hub.get(Identities.class).shared(List.of(node("email", "desk@b.jp"))))
                .hasSize(1);
    }

    @Test
    void idsOfThreeSystemsOnOneMailAddressAreOnePerson() {
        hub.apply(
                visit(1).of("customer_id", "s1", "1").ofVerified("email", "three@b.jp").build(),
                visit(2).of("customer_id", "s2", "1").ofVerified("email", "three@b.jp").build(),
                visit(3).of("customer_id", "s3", "1").ofVerified("email", "three@b.jp").build());

        assertThat(id(new Identifier(IdentifierType.CUSTOMER_ID, "s3", "1", false)))
                .isEqualTo(mail("three@b.jp"));
    }

    @Test
    void twinsWithOnePhoneAndTwoAccountsOfOneShopStayTwo() {
        hub.apply(
                visit(1).of("customer_id", "shop", "t1").ofVerified("phone", "09011112222").build(),
                visit(2).of("customer_id", "shop", "t2")
                        .ofVerified("phone", "09011112222")
                        .build());

        assertThat(account("t1")).isNotEqualTo(account("t2"));
        assertThat(id(new Identifier(IdentifierType.PHONE, null, "09011112222", true)))
                .isEqualTo(account("t1"));
    }

    @Test
    void whoComesLateWithAnEarlierWordGetsThePhoneThatTheOtherHad() {
        hub.apply(
                visit(20)
                        .of("customer_id", "shop", "l2")
                        .ofVerified("phone", "09033334444")
                        .build());
        assertThat(phone("09033334444")).isEqualTo(account("l2"));

        hub.apply(
                visit(10)
                        .of("customer_id", "shop", "l1")
                        .ofVerified("phone", "09033334444")
                        .build());

        assertThat(phone("09033334444")).isEqualTo(account("l1"));
        assertThat(account("l2")).isNotEqualTo(account("l1"));
    }

    @Test
    void aBirthDateThatIsCorrectedTakesTheVetoAway() {
        hub.apply(
                member("B-1", "birth@b.jp", "1990-01-01").minute(1).build(),
                member("B-2", "birth@b.jp", "1991-01-01").minute(2).build());
        assertThat(card("B-2")).isNotEqualTo(card("B-1"));

        hub.apply(visit(3).of("loyalty_id", "B-2").trait("birthDate", "1990-01-01").build());

        assertThat(card("B-2")).isEqualTo(card("B-1"));
    }

    @Test
    void aSixthMailAddressInAYearIsLeftOutAndOneAYearLaterIsNot() {
        for (int i = 1; i <= 6; i++) {
            hub.apply(
                    visit(i).of("loyalty_id", "M-1")
                            .ofVerified("email", "m" + i + "@b.jp")
                            .build());
        }

        assertThat(mail("m5@b.jp")).isEqualTo(card("M-1"));
        assertThat(mail("m6@b.jp")).isNotEqualTo(card("M-1"));
        assertThat(refusals("M-1")).extracting(Refusal::reason).contains(Reason.LIMIT);
    }

    @Test
    void anEventThatWouldJoinSixProfilesJoinsNone() {
        EventBuilder all = visit(9);
        for (int i = 1; i <= 6; i++) {
            hub.apply(visit(i).of("customer_id", "j" + i, "1").build());
            all.of("customer_id", "j" + i, "1");
        }
        hub.apply(all.build());

        Set<String> people = new TreeSet<>();
        for (int i = 1; i <= 6; i++) {
            people.add(id(new Identifier(IdentifierType.CUSTOMER_ID, "j" + i, "1", false)));
        }
        assertThat(people).hasSize(6);
    }

    /** What rules refuse depends on the time at which it was said, never on when it came. */
    @Test
    void theSameEventsInAnyOrderMakeTheSamePeopleOnAStore() {
        for (int round = 0; round < 20; round++) {
            Set<Set<String>> first = null;
            for (int order = 0; order < 3; order++) {
                String prefix = "q" + round + "x" + order + "y";
                List<EventBuilder> events = generated(prefix, new Random(round));
                Collections.shuffle(events, new Random(order));
                int half = events.size() / 2;
                hub.apply(events.subList(0, half).stream().map(EventBuilder::build).toList());
                for (EventBuilder late : events.subList(half, events.size())) {
                    hub.apply(late.build());
                }
                Set<Set<String>> people = people(prefix);
                first = first == null ? people : first;
                assertThat(people).as("round %d", round).isEqualTo(first);
            }
        }
    }

    private static List<EventBuilder> generated(String prefix, Random random) {
        List<EventBuilder> events = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            EventBuilder event =
                    visit(i).id(prefix + i)
                            .of("customer_id", "shop", prefix + "c" + random.nextInt(5));
            if (random.nextInt(3) > 0) {
                event.ofVerified("email", prefix + "e" + random.nextInt(3) + "@b.jp");
            }
            if (random.nextInt(3) > 0) {
                event.of("loyalty_id", prefix + "l" + random.nextInt(5));
            }
            if (random.nextInt(4) == 0) {
                event.trait("birthDate", "199" + random.nextInt(2) + "-01-01");
            }
            events.add(event);
        }
        return events;
    }

    /** The nodes of each person, of those with the prefix, without it. */
    private static Set<Set<String>> people(String prefix) {
        Set<Set<String>> people = new HashSet<>();
        Profiles profiles = hub.get(Profiles.class);
        List<String> page = profiles.idsAfter(null, 1_000);
        while (!page.isEmpty()) {
            for (ProfileState person : profiles.states(page)) {
                Set<String> nodes = new TreeSet<>();
                person.nodes().keySet().forEach(n -> nodes.add(n.key().toLowerCase(Locale.ROOT)));
                if (nodes.stream().anyMatch(n -> n.contains(prefix))) {
                    people.add(
                            nodes.stream()
                                    .map(n -> n.replace(prefix, ""))
                                    .collect(Collectors.toSet()));
                }
            }
            page = profiles.idsAfter(page.getLast(), 1_000);
        }
        return people;
    }

    private static EventBuilder visit(int minute) {
        return anEvent("profile.identified").minute(minute);
    }

    private static EventBuilder member(String card, String mail, String birthDate) {
        return anEvent("profile.identified")
                .of("loyalty_id", card)
                .ofVerified("email", mail)
                .trait("birthDate", birthDate);
    }

    private static String card(String number) {
        return id(new Identifier(IdentifierType.LOYALTY_ID, null, number, false));
    }

    private static String mail(String address) {
        return id(new Identifier(IdentifierType.EMAIL, null, address, true));
    }

    private static String phone(String number) {
        return id(new Identifier(IdentifierType.PHONE, null, number, true));
    }

    private static String account(String number) {
        return id(new Identifier(IdentifierType.CUSTOMER_ID, "shop", number, false));
    }

    private static String id(Identifier identifier) {
        return hub.get(Profiles.class).find(identifier).map(Profile::id).orElseThrow();
    }

    private static dev.musubi.identity.Node node(String type, String value) {
        return hub.get(Nodes.class)
                .node(new Identifier(IdentifierType.ofWire(type).orElseThrow(), null, value, true))
                .orElseThrow();
    }

    private static List<Refusal> refusals(String card) {
        return hub.get(Identities.class).reviews(List.of(node("loyalty_id", card))).stream()
                .map(Review::refusal)
                .toList();
    }
}
