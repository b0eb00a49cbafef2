package dev.musubi.people;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.Appended;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Mark;
import dev.musubi.identity.Node;
import dev.musubi.identity.Slices;
import dev.musubi.identity.Trace;
import dev.musubi.profile.Profile;
import dev.musubi.profile.ProfileView;
import dev.musubi.profile.Profiles;
import dev.musubi.profile.Timeline;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.TestHub;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From anonymous to known: what was done before a login, on a real MongoDB. */
class SlicesTest {

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
    void whatWasBrowsedBeforeALoginIsInTheTimelineAfterIt() {
        hub.apply(view("v-known", 1), view("v-known", 2));
        hub.apply(login("v-known", "S-KNOWN", 3));
        hub.apply(view("v-known", 4));

        assertThat(viewed("S-KNOWN")).containsExactly(4, 2, 1);
        Profile known = card("S-KNOWN");
        assertThat(known.known().events()).isEqualTo(4);
        assertThat(new ProfileView(true).profile(known).getIdentifiers())
                .extracting(i -> i.getType() + " " + i.getValue())
                .containsExactlyInAnyOrder("loyalty_id SKNOWN", "anonymous_id v-known");
        assertNothingDiffers();
    }

    @Test
    void visitorsWhomNobodyKnowsLeaveNoTrace() {
        hub.apply(view("v-nobody", 1));

        Node visitor = new Node("anonymous_id:v-nobody");
        assertThat(hub.get(Identities.class).traces(List.of(visitor))).isEmpty();
        assertThat(hub.get(Identities.class).find(visitor)).isEmpty();
    }

    @Test
    void aLoginWithNothingBrowsedBeforeMakesNoNode() {
        hub.apply(login("v-empty", "S-EMPTY", 3));

        assertThat(card("S-EMPTY").nodes()).hasSize(1);
    }

    @Test
    void onAFamilyTabletEachHasTheirOwnVisitsWhereTheyLogOut() {
        hub.apply(
                view("v-tablet", 1),
                login("v-tablet", "S-MOTHER", 2),
                view("v-tablet", 3),
                logout("v-tablet", "S-MOTHER", 4),
                view("v-tablet", 5),
                login("v-tablet", "S-FATHER", 6),
                view("v-tablet", 7));

        assertThat(viewed("S-MOTHER")).containsExactly(3, 1);
        assertThat(viewed("S-FATHER")).containsExactly(7, 5);
        assertThat(card("S-MOTHER").id()).isNotEqualTo(card("S-FATHER").id());
        assertNothingDiffers();
    }

    @Test
    void whereNobodyLogsOutAChangeOfUserBeginsANewSlice() {
        hub.apply(
                login("v-change", "S-ONE", 2),
                view("v-change", 3),
                login("v-change", "S-OTHER", 6),
                view("v-change", 7));

        assertThat(viewed("S-ONE")).containsExactly(3);
        assertThat(viewed("S-OTHER")).containsExactly(7);
        assertNothingDiffers();
    }

    @Test
    void aLogoutThatComesLateGivesBackWhatWasBrowsedAfterIt() {
        hub.apply(view("v-late", 1), login("v-late", "S-LATE", 2), view("v-late", 8));
        hub.apply(login("v-late", "S-NEXT", 9));
        assertThat(viewed("S-LATE")).containsExactly(8, 1);

        hub.apply(logout("v-late", "S-LATE", 5));

        assertThat(viewed("S-LATE")).containsExactly(1);
        assertThat(viewed("S-NEXT")).containsExactly(8);
        assertNothingDiffers();
    }

    @Test
    void anAnonymousLogoutEndsTheSliceAndBelongsToIt() {
        hub.apply(
                login("v-out", "S-OUT", 1),
                anEvent("profile.logged-out").minute(2).of("anonymous_id", "v-out").build(),
                view("v-out", 3));

        assertThat(viewed("S-OUT")).isEmpty();
        assertThat(card("S-OUT").known().events()).isEqualTo(2);
    }

    @Test
    void aLogoutBeforeAnyKnownLoginIsRemembered() {
        hub.apply(view("v-first", 1), view("v-first", 3));
        hub.apply(anEvent("profile.logged-out").minute(2).of("anonymous_id", "v-first").build());
        hub.apply(login("v-first", "S-FIRST", 4));

        assertThat(viewed("S-FIRST")).containsExactly(3);
    }

    @Test
    void twoDevicesOfOnePersonAreBothTheirs() {
        hub.apply(
                device("d-phone", 1),
                device("d-laptop", 2),
                anEvent("profile.identified")
                        .minute(3)
                        .of("loyalty_id", "S-TWO")
                        .of("device_id", "d-phone")
                        .build(),
                anEvent("profile.identified")
                        .minute(4)
                        .of("loyalty_id", "S-TWO")
                        .of("device_id", "d-laptop")
                        .build(),
                device("d-laptop", 5));

        assertThat(viewed("S-TWO")).containsExactly(5, 2, 1);
        assertThat(card("S-TWO").nodes()).hasSize(3);
    }

    @Test
    void whatIsOlderThanAMonthStaysAnonymous() {
        hub.apply(view("v-old", -31 * A_DAY), view("v-old", -29 * A_DAY));
        hub.apply(login("v-old", "S-OLD", 0));

        assertThat(viewed("S-OLD")).containsExactly(-29 * A_DAY);
        assertNothingDiffers();
    }

    @Test
    void theFourthPersonOfAMonthIsAttachedToNothing() {
        for (int i = 1; i <= 4; i++) {
            hub.apply(
                    view("v-desk", 10 * i),
                    login("v-desk", "S-DESK" + i, 10 * i + 1),
                    logout("v-desk", "S-DESK" + i, 10 * i + 2));
        }

        assertThat(viewed("S-DESK3")).containsExactly(30);
        assertThat(viewed("S-DESK4")).isEmpty();
        assertNothingDiffers();
    }

    @Test
    void slicesGoWithWhoTheyAreAttachedToInAMergeAndInASplit() {
        hub.apply(view("v-m1", 1), login("v-m1", "S-M1", 2));
        hub.apply(view("v-m2", 3), login("v-m2", "S-M2", 4));
        Corrections corrections = hub.get(Corrections.class);
        String one = card("S-M1").id();

        corrections.merge(one, card("S-M2").id(), BY_CLERK);
        assertThat(viewed("S-M1")).containsExactly(3, 1);
        hub.apply(view("v-m2", 5));
        corrections.split(one, List.of(List.of(new Node("loyalty_id:SM2"))), BY_CLERK);
        hub.apply(view("v-m2", 6));

        assertThat(viewed("S-M1")).containsExactly(1);
        assertThat(viewed("S-M2")).containsExactly(6, 5, 3);
        assertNothingDiffers();
    }

    @Test
    void aSplitThatNamesAVisitorTakesItsSlicesAway() {
        hub.apply(view("v-away", 1), login("v-away", "S-AWAY", 2));

        hub.get(Corrections.class)
                .split(
                        card("S-AWAY").id(),
                        List.of(List.of(new Node("anonymous_id:v-away"))),
                        BY_CLERK);
        hub.apply(view("v-away", 3));

        assertThat(viewed("S-AWAY")).isEmpty();
        assertNothingDiffers();
    }

    @Test
    void whoIsSplitOffTakesTheirSlicesAndTheRestKeepsItsOwn() {
        hub.apply(view("v-p1", 1), login("v-p1", "S-P1", 2), login("v-p2", "S-P2", 4));
        hub.apply(
                view("v-p2", 5),
                anEvent("profile.identified")
                        .minute(6)
                        .of("loyalty_id", "S-P1")
                        .of("loyalty_id", "S-P2")
                        .build());
        assertThat(viewed("S-P1")).containsExactly(5, 1);

        hub.get(Corrections.class)
                .split(card("S-P1").id(), List.of(List.of(new Node("loyalty_id:SP1"))), BY_CLERK);
        hub.apply(view("v-p1", 7), view("v-p2", 8));

        assertThat(viewed("S-P1")).containsExactly(7, 1);
        assertThat(viewed("S-P2")).containsExactly(8, 5);
        assertNothingDiffers();
    }

    @Test
    void aLoginMovesNobodyElsesSliceWhenTheirProfilesAreMergedByAMail() {
        hub.apply(view("v-j1", 1), login("v-j1", "S-J1", 2));
        hub.apply(
                anEvent("profile.identified")
                        .minute(3)
                        .of("loyalty_id", "S-J2")
                        .ofVerified("email", "j@b.jp")
                        .of("anonymous_id", "v-j2")
                        .build(),
                view("v-j2", 4));
        hub.apply(
                anEvent("profile.identified")
                        .minute(5)
                        .of("loyalty_id", "S-J1")
                        .ofVerified("email", "j@b.jp")
                        .build());

        assertThat(viewed("S-J1")).containsExactly(4, 1);
        assertThat(viewed("S-J2")).containsExactly(4, 1);
    }

    @Test
    void theOrderInWhichVisitsLoginsAndLogoutsComeDoesNotMatter() {
        for (int round = 0; round < 15; round++) {
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
    void visitsThatPourInWhileSomebodyLogsInAreAllTheirs() {
        List<JsonNode> events = new ArrayList<>();
        for (int visitor = 0; visitor < 40; visitor++) {
            for (int i = 0; i < 10; i++) {
                events.add(view("v-pour" + visitor, visitor * 20 + i));
            }
            events.add(login("v-pour" + visitor, "S-POUR" + visitor, visitor * 20 + 10));
        }
        Collections.shuffle(events, new Random(5));
        List<Appended> appended = new ArrayList<>();
        for (int i = 0; i < events.size(); i += 11) {
            appended.addAll(
                    hub.append(
                            TestHub.TRUSTED, events.subList(i, Math.min(events.size(), i + 11))));
        }
        hub.settle(appended);

        for (int visitor = 0; visitor < 40; visitor++) {
            assertThat(card("S-POUR" + visitor).known().events()).isEqualTo(11);
        }
        assertNothingDiffers();
    }

    @Test
    void whatTwoHubsApplyAtOnceIsCutAsAllOfItTogether() throws Exception {
        Random random = new Random(23);
        Map<Node, List<Mark>> marks = new HashMap<>();
        List<JsonNode> events = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            String visitor = "v-hubs" + random.nextInt(12);
            String card = "HUBS" + visitor.substring(6) + "X" + random.nextInt(3);
            int minute = random.nextInt(2_000);
            Mark mark =
                    new Mark(
                            java.time.Instant.parse("2026-11-01T10:00:00Z")
                                    .plusSeconds(60L * minute),
                            "test|hubs" + i,
                            i % 7 == 0 || i % 7 == 1 ? new Node("loyalty_id:" + card) : null,
                            i % 7 == 1 || i % 7 == 2);
            EventBuilder event =
                    mark.logout()
                            ? anEvent("profile.logged-out")
                            : anEvent("page.viewed").with("url", "/");
            if (mark.person() != null) {
                event.of("loyalty_id", card);
            }
            events.add(event.id("hubs" + i).minute(minute).of("anonymous_id", visitor).build());
            if (mark.person() != null || mark.logout()) {
                marks.computeIfAbsent(new Node("anonymous_id:" + visitor), _ -> new ArrayList<>())
                        .add(mark);
            }
        }
        try (TestHub other = hub.beside()) {
            List<Appended> appended = Collections.synchronizedList(new ArrayList<>());
            List<Thread> senders = new ArrayList<>();
            for (int sender = 0; sender < 2; sender++) {
                int mine = sender;
                senders.add(
                        Thread.ofPlatform()
                                .start(
                                        () -> {
                                            for (int i = mine * 5; i < 900; i += 10) {
                                                appended.addAll(
                                                        (mine == 0 ? hub : other)
                                                                .append(
                                                                        TestHub.TRUSTED,
                                                                        events.subList(i, i + 5)));
                                            }
                                        }));
            }
            for (Thread sender : senders) {
                sender.join();
            }
            hub.settle(appended);
        }

        assertThat(events).hasSize(900);
        Map<Node, Trace> traces = hub.get(Identities.class).traces(marks.keySet());
        marks.forEach(
                (device, all) -> assertThat(traces.get(device).slices()).isEqualTo(Slices.of(all)));
        assertNothingDiffers();
    }

    private static List<EventBuilder> generated(String prefix, Random random) {
        List<EventBuilder> events = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String visitor = prefix + "v" + random.nextInt(2);
            String card = prefix + "C" + random.nextInt(3);
            int minute = (random.nextInt(20) - 20) * 4 * A_DAY + i;
            EventBuilder event =
                    switch (random.nextInt(6)) {
                        case 0 -> anEvent("profile.identified").of("loyalty_id", card);
                        case 1 -> anEvent("profile.logged-out");
                        case 2 -> anEvent("profile.logged-out").of("loyalty_id", card);
                        default -> anEvent("page.viewed").with("url", "/");
                    };
            events.add(event.of("anonymous_id", visitor).id(prefix + i).minute(minute));
        }
        return events;
    }

    /** Who has which nodes and how many events, without the prefix. */
    private static String people(String prefix) {
        TreeSet<String> people = new TreeSet<>();
        for (int i = 0; i < 3; i++) {
            find(prefix + "C" + i)
                    .ifPresent(
                            p ->
                                    people.add(
                                            p.nodes().keySet().toString().toLowerCase(Locale.ROOT)
                                                    + p.known().events()
                                                    + p.known().firstSeen()
                                                    + p.known().lastSeen()));
        }
        return people.toString().replace(prefix, "");
    }

    private static void assertNothingDiffers() {
        assertThat(hub.get(Rebuild.class).profiles(_ -> {}).differed()).isZero();
        Reresolution.Report anew = hub.get(Reresolution.class).everybody(true, _ -> {});
        assertThat(anew.examples()).isEmpty();
    }

    private static JsonNode view(String visitor, int minute) {
        return anEvent("page.viewed")
                .with("url", "/")
                .minute(minute)
                .of("anonymous_id", visitor)
                .build();
    }

    private static JsonNode device(String id, int minute) {
        return anEvent("page.viewed").with("url", "/").minute(minute).of("device_id", id).build();
    }

    private static JsonNode login(String visitor, String card, int minute) {
        return anEvent("profile.identified")
                .minute(minute)
                .of("loyalty_id", card)
                .of("anonymous_id", visitor)
                .build();
    }

    private static JsonNode logout(String visitor, String card, int minute) {
        return anEvent("profile.logged-out")
                .minute(minute)
                .of("loyalty_id", card)
                .of("anonymous_id", visitor)
                .build();
    }

    private static Optional<Profile> find(String card) {
        return hub.get(Profiles.class)
                .find(new Identifier(IdentifierType.LOYALTY_ID, null, card, false));
    }

    private static Profile card(String number) {
        return find(number).orElseThrow();
    }

    /** The minutes of the page views in the timeline, newest first. */
    private static List<Integer> viewed(String card) {
        long zero = java.time.Instant.parse("2026-11-01T10:00:00Z").getEpochSecond();
        return hub.get(Timeline.class).of(card(card), null, 100).stream()
                .filter(e -> e.type().equals("page.viewed"))
                .map(StoredEvent::time)
                .map(time -> (int) ((time.getEpochSecond() - zero) / 60))
                .toList();
    }
}
