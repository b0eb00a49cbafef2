package dev.musubi.people;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.Appended;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.profile.Profile;
import dev.musubi.profile.Profiles;
import dev.musubi.profile.Timeline;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.TestHub;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From a mail to the web shop by the token of a link, on a real MongoDB. */
class ClicksTest {

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
    void whoComesByTheLinkOfTheirMailIsKnownInTheShop() {
        hub.apply(view("k-v", 1));
        hub.apply(mail("k@b.jp", "k-token", 2));
        hub.apply(landing("k-v", "k-token", 3));
        hub.apply(view("k-v", 4));

        assertThat(viewed("k@b.jp")).containsExactly(4, 3, 1);
        Link link =
                hub.get(Identities.class).links(Set.of(new Node("anonymous_id:k-v@0"))).getLast();
        assertThat(link.rule()).isEqualTo("click");
        assertThat(link.one()).isEqualTo(new Node("email:k@b.jp"));
        assertNothingDiffers();
    }

    @Test
    void theMailMayBeToldOfLast() {
        hub.apply(landing("l-v", "l-token", 3), view("l-v", 4));
        hub.apply(mail("l@b.jp", "l-token", 2));

        assertThat(viewed("l@b.jp")).containsExactly(4, 3);
        assertNothingDiffers();
    }

    @Test
    void aLinkThatWasPassedOnSaysOfNobodyWhoTheyAre() {
        hub.apply(mail("f@b.jp", "f-token", 1));
        hub.apply(landing("f-own", "f-token", 2), view("f-own", 3));
        assertThat(viewed("f@b.jp")).containsExactly(3, 2);

        hub.apply(landing("f-friend", "f-token", 9));

        assertThat(viewed("f@b.jp")).isEmpty();
        assertNothingDiffers();
    }

    @Test
    void whoLogsInIsBelievedMoreThanALink() {
        hub.apply(mail("w@b.jp", "w-token", 1), landing("w-v", "w-token", 2), view("w-v", 3));
        assertThat(viewed("w@b.jp")).containsExactly(3, 2);

        hub.apply(login("w-v", "W-DAUGHTER", 4));

        assertThat(viewed("w@b.jp")).isEmpty();
        Profile daughter = card("W-DAUGHTER");
        assertThat(daughter.known().events()).isEqualTo(3);
        assertThat(daughter.id()).isNotEqualTo(owner("w@b.jp").id());
        assertNothingDiffers();
    }

    @Test
    void aLinkOpenedWhereSomebodyElseIsLoggedInJoinsNobody() {
        hub.apply(mail("o@b.jp", "o-token", 1), login("o-v", "O-SON", 2));
        hub.apply(landing("o-v", "o-token", 3));

        assertThat(viewed("o@b.jp")).isEmpty();
        assertThat(card("O-SON").known().events()).isEqualTo(2);
        assertNothingDiffers();
    }

    @Test
    void onATabletOnWhichTwoOpenTheirMailsVisitsAreNobodys() {
        hub.apply(mail("t1@b.jp", "t-1", 1), landing("t-v", "t-1", 2));
        hub.apply(mail("t2@b.jp", "t-2", 3), landing("t-v", "t-2", 4));

        assertThat(viewed("t1@b.jp")).isEmpty();
        assertThat(viewed("t2@b.jp")).isEmpty();
        assertNothingDiffers();
    }

    @Test
    void afterALogoutTheNextVisitIsSomebodyElses() {
        hub.apply(mail("x@b.jp", "x-token", 1), landing("x-v", "x-token", 2), logout("x-v", 3));
        hub.apply(view("x-v", 4));

        assertThat(viewed("x@b.jp")).containsExactly(2);
        assertNothingDiffers();
    }

    @Test
    void aMailToAnAddressThatNobodyProvedSaysOfNobodyWhoTheyAre() {
        hub.apply(view("u-other", 1), login("u-other", "U-CARD", 2));
        hub.apply(
                anEvent("email.clicked")
                        .minute(3)
                        .of("email", "u@b.jp")
                        .of("click_token", "u-token")
                        .build());
        hub.apply(landing("u-v", "u-token", 4), view("u-v", 5));
        hub.apply(anEvent("profile.identified").minute(6).ofVerified("email", "u@b.jp").build());

        assertThat(viewed("u@b.jp")).isEmpty();
        assertNothingDiffers();
    }

    /** As when somebody takes the name of a campaign for a token. */
    @Test
    void aTokenThatWasSentToTwoPeopleSaysOfNobodyWhoTheyAre() {
        hub.apply(mail("c1@b.jp", "c-token", 1), landing("c-v", "c-token", 4));
        assertThat(viewed("c1@b.jp")).containsExactly(4);

        hub.apply(mail("c2@b.jp", "c-token", 2));

        assertThat(viewed("c1@b.jp")).isEmpty();
        assertThat(viewed("c2@b.jp")).isEmpty();
        hub.apply(mail("c1@b.jp", "c-token", 0), view("c-v", 5));
        assertThat(viewed("c1@b.jp")).isEmpty();
        assertNothingDiffers();
    }

    @Test
    void oneMailThatIsToldOfByAddressAndByAccountIsStillOnePersons() {
        hub.apply(
                anEvent("email.sent")
                        .minute(1)
                        .of("customer_id", "shop", "both")
                        .ofVerified("email", "both@b.jp")
                        .of("click_token", "b-token")
                        .build());
        hub.apply(mail("both@b.jp", "b-token", 2), landing("b-v", "b-token", 3));

        assertThat(viewed("both@b.jp")).containsExactly(3);
        assertNothingDiffers();
    }

    @Test
    void aKioskOnWhichALinkIsOpenedIsNobodysDeviceAndNoSecondOne() throws Exception {
        Path rules =
                Path.of(ClicksTest.class.getResource("/dev/musubi/identity/ours.yaml").toURI());
        try (TestHub shop = TestHub.start(Map.of("musubi.identity.rules", rules.toString()))) {
            shop.apply(mail("s@b.jp", "s-token", 1));
            shop.apply(
                    visit("ipad-7")
                            .from("tablet:ginza")
                            .of("click_token", "s-token")
                            .minute(2)
                            .build());
            shop.apply(landing("s-v", "s-token", 3));

            Map<Node, Placement> stand =
                    shop.get(Identities.class)
                            .find(
                                    List.of(
                                            new Node("email:s@b.jp"),
                                            new Node("anonymous_id:ipad-7@0"),
                                            new Node("anonymous_id:s-v@0")));
            assertThat(stand.keySet())
                    .containsExactlyInAnyOrder(
                            new Node("email:s@b.jp"), new Node("anonymous_id:s-v@0"));
            assertThat(stand.values()).extracting(Placement::profile).containsOnly(owner(stand));
        }
    }

    private static String owner(Map<Node, Placement> stand) {
        return stand.get(new Node("email:s@b.jp")).profile();
    }

    /** Tokens, logins and logouts in any order, by one hub or two, make the same people. */
    @Test
    void theOrderOfArrivalDoesNotMatter() throws Exception {
        for (int round = 0; round < 12; round++) {
            Map<String, String> first = null;
            for (int order = 0; order < 3; order++) {
                String prefix = "r" + round + "o" + order;
                List<JsonNode> events = generated(prefix, new Random(round));
                Collections.shuffle(events, new Random(order));
                List<Appended> appended = new ArrayList<>();
                for (int i = 0; i < events.size(); i += 3) {
                    appended.addAll(
                            hub.append(
                                    TestHub.TRUSTED,
                                    events.subList(i, Math.min(events.size(), i + 3))));
                }
                hub.settle(appended);
                Map<String, String> people = people(prefix);
                first = first == null ? people : first;
                assertThat(people).as("round %d, order %d", round, order).isEqualTo(first);
            }
        }
        assertNothingDiffers();
    }

    private static List<JsonNode> generated(String prefix, Random random) {
        List<JsonNode> events = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            String visitor = prefix + "v" + random.nextInt(2);
            String token = prefix + "t" + random.nextInt(3);
            EventBuilder event =
                    switch (random.nextInt(6)) {
                        case 0 ->
                                anEvent("email.clicked")
                                        .ofVerified(
                                                "email",
                                                prefix
                                                        + "m"
                                                        + (random.nextInt(8) == 0
                                                                ? "0"
                                                                : token.substring(
                                                                        token.length() - 1))
                                                        + "@b.jp")
                                        .of("click_token", token);
                        case 1, 2 -> visit(visitor).of("click_token", token);
                        case 3 ->
                                random.nextInt(3) == 0
                                        ? visit(visitor).of("loyalty_id", prefix + "C")
                                        : anEvent("profile.logged-out").of("anonymous_id", visitor);
                        default -> visit(visitor);
                    };
            events.add(event.id(prefix + i).minute(i).build());
        }
        return events;
    }

    private static Map<String, String> people(String prefix) {
        Map<String, String> people = new TreeMap<>();
        for (String mail : List.of("m0", "m1", "m2")) {
            person(prefix + mail + "@b.jp").ifPresent(p -> people.put(mail, shown(p, prefix)));
        }
        hub.get(Profiles.class)
                .find(new Identifier(IdentifierType.LOYALTY_ID, null, prefix + "C", true))
                .ifPresent(p -> people.put("card", shown(p, prefix)));
        return people;
    }

    private static String shown(Profile person, String prefix) {
        return (person.nodes().keySet()
                        + " "
                        + person.known().events()
                        + " "
                        + person.known().firstSeen()
                        + " "
                        + person.known().lastSeen())
                .toLowerCase(java.util.Locale.ROOT)
                .replace(prefix, "");
    }

    private static void assertNothingDiffers() {
        assertThat(hub.get(Rebuild.class).profiles(_ -> {}).differed()).isZero();
        Reresolution.Report anew = hub.get(Reresolution.class).everybody(true, _ -> {});
        assertThat(anew.examples()).isEmpty();
    }

    private static EventBuilder visit(String visitor) {
        return anEvent("page.viewed").with("url", "/").of("anonymous_id", visitor);
    }

    private static JsonNode view(String visitor, int minute) {
        return visit(visitor).minute(minute).build();
    }

    private static JsonNode landing(String visitor, String token, int minute) {
        return visit(visitor).of("click_token", token).minute(minute).build();
    }

    private static JsonNode mail(String address, String token, int minute) {
        return anEvent("email.clicked")
                .minute(minute)
                .ofVerified("email", address)
                .of("click_token", token)
                .build();
    }

    private static JsonNode login(String visitor, String card, int minute) {
        return anEvent("profile.identified")
                .minute(minute)
                .of("loyalty_id", card)
                .of("anonymous_id", visitor)
                .build();
    }

    private static JsonNode logout(String visitor, int minute) {
        return anEvent("profile.logged-out").minute(minute).of("anonymous_id", visitor).build();
    }

    private static Optional<Profile> person(String mail) {
        return hub.get(Profiles.class).find(new Identifier(IdentifierType.EMAIL, null, mail, true));
    }

    private static Profile owner(String mail) {
        return person(mail).orElseThrow();
    }

    private static Profile card(String number) {
        return hub.get(Profiles.class)
                .find(new Identifier(IdentifierType.LOYALTY_ID, null, number, true))
                .orElseThrow();
    }

    /** The minutes of the page views in the timeline, newest first. */
    private static List<Integer> viewed(String mail) {
        long zero = Instant.parse("2026-11-01T10:00:00Z").getEpochSecond();
        return hub.get(Timeline.class).of(owner(mail), null, 100).stream()
                .filter(e -> e.type().equals("page.viewed"))
                .map(StoredEvent::time)
                .map(time -> (int) ((time.getEpochSecond() - zero) / 60))
                .toList();
    }
}
