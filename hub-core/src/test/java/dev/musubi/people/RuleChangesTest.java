package dev.musubi.people;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.profile.Notice;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other identity rules come into force over people who are there, on a real MongoDB. */
class RuleChangesTest {

    @TempDir static Path folder;

    @Test
    void aThirdOwnerThatTheNewRulesAllowIsJoinedAndGoesWithTheOldRulesAgain() {
        try (TestHub before = TestHub.start(rules(1, 2, true, ""))) {
            before.apply(owner("T-1", 1), owner("T-2", 2), owner("T-3", 3));
            before.apply(owner("T-4", 4));
            Map<String, String> people = people(before);
            assertThat(people).hasSize(3);

            try (TestHub after = before.beside(rules(2, 3, true, ""))) {
                Reresolution.Report report = carriedOut(after);
                assertThat(report.merged()).isEqualTo(1);
                assertThat(report.split()).isZero();
                assertThat(id(after, "T-3")).isEqualTo(id(after, "T-1"));
                assertThat(id(after, "T-4")).isNotEqualTo(id(after, "T-1"));
                assertThat(shared(after)).isTrue();
            }
            try (TestHub back =
                    before.beside(with(rules(1, 2, true, ""), "rules-rollback", true))) {
                Reresolution.Report report = carriedOut(back);
                assertThat(report.split()).isEqualTo(1);
                assertThat(people(back)).isEqualTo(people);
            }
        }
    }

    @Test
    void aPointThatIsSharedNoMoreJoinsEverybodyWhoWasSeenWithIt() {
        try (TestHub before = TestHub.start(rules(1, 2, true, ""))) {
            for (int i = 1; i <= 6; i++) {
                before.apply(owner("T-" + i, i));
            }
            assertThat(people(before)).hasSize(5);

            try (TestHub after = before.beside(rules(2, 10, true, ""))) {
                Reresolution.Report report = carriedOut(after);
                assertThat(report.merged()).isEqualTo(4);
                assertThat(report.unshared()).isEqualTo(1);
                assertThat(people(after)).hasSize(1);
                assertThat(shared(after)).isFalse();
                before.get(PeopleConsumer.class).close();
                after.apply(owner("T-7", 7));
                assertThat(people(after)).hasSize(1);
            }
        }
    }

    @Test
    void whatAHubOfFormerRulesDecidesAfterwardsIsMadeGood() {
        try (TestHub before = TestHub.start(rules(1, 2, true, ""))) {
            for (int i = 1; i <= 4; i++) {
                before.apply(owner("T-" + i, i));
            }
            try (TestHub after = before.beside(rules(2, 10, true, ""))) {
                carriedOut(after);
                assertThat(people(after)).hasSize(1);
                after.get(PeopleConsumer.class).close();
                before.apply(owner("T-5", 5));
                before.apply(owner("T-6", 6));
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(people(after)).hasSize(1));
            }
        }
    }

    @Test
    void differentBirthDatesPartWhoseRulesSaySo() {
        try (TestHub before = TestHub.start(rules(1, 5, false, ""))) {
            before.apply(
                    member("B-1", "twin@b.jp", "1970-01-01").minute(1).build(),
                    member("B-2", "twin@b.jp", "1972-02-02").minute(2).build());
            assertThat(people(before)).hasSize(1);

            try (TestHub after = before.beside(rules(2, 5, true, ""))) {
                assertThat(carriedOut(after).split()).isEqualTo(1);
                assertThat(id(after, "B-1")).isNotEqualTo(id(after, "B-2"));
            }
        }
    }

    @Test
    void whoOnlyTheShopsOwnAddressHeldTogetherIsPartedOnceItIsBlocked() {
        try (TestHub before = TestHub.start(rules(1, 2, true, ""))) {
            // One after the other: who was born first has the id of both.
            before.apply(visit(1).of("loyalty_id", "O-1").ofVerified("email", "info@b.jp").build());
            before.apply(visit(2).of("loyalty_id", "O-2").ofVerified("email", "info@b.jp").build());
            before.apply(
                    visit(3).of("loyalty_id", "O-1").ofVerified("phone", "0311112222").build());
            String id = id(before, "O-1");
            assertThat(id(before, "O-2")).isEqualTo(id);

            try (TestHub after = before.beside(rules(2, 2, true, "info@b.jp"))) {
                assertThat(carriedOut(after).split()).isEqualTo(2);
                assertThat(id(after, "O-1")).isEqualTo(id);
                assertThat(id(after, "O-2")).isNotEqualTo(id);
                assertThat(nodes(after, id)).containsExactly("loyalty_id:O1", "phone:+81311112222");
            }
        }
    }

    @Test
    void aPreviewSaysWhatWillBeAndWritesNothing() {
        try (TestHub before = TestHub.start(rules(1, 2, true, ""))) {
            for (int i = 1; i <= 4; i++) {
                before.apply(owner("T-" + i, i));
            }
            Map<String, String> people = people(before);
            Map<String, Long> versions = versions(before);
            Map<String, Object> next = rules(2, 3, true, "");
            try (TestHub chore = before.beside(idle(next))) {
                Reresolution.Report preview = chore.get(Reresolution.class).preview(_ -> {});
                assertThat(preview.merged()).isEqualTo(1);
                assertThat(preview.examples())
                        .extracting(Notice::kind, Notice::profile)
                        .containsExactly(
                                org.assertj.core.groups.Tuple.tuple(
                                        Notice.Kind.MERGED, id(before, "T-1")));
            }
            assertThat(people(before)).isEqualTo(people);
            assertThat(versions(before)).isEqualTo(versions);
        }
    }

    /**
     * Who is who is a function of evidence and rules: it does not matter since when they are so.
     */
    @Test
    void otherRulesMakeWhoTheyWouldHaveMadeFromTheStartWhileEventsPourIn() {
        for (int round = 0; round < 4; round++) {
            Random random = new Random(round);
            List<JsonNode> events = generated(random);
            Map<String, Object> first = rules(1, 1 + round % 3, round % 2 == 0, "");
            Map<String, Object> second = rules(2, 1 + (round + 1) % 3, round % 2 == 1, "");
            Set<Set<String>> expected;
            try (TestHub always = TestHub.start(second)) {
                always.apply(events);
                expected = groups(always);
                Map<String, Long> versions = versions(always);
                Reresolution.Report none = always.get(Reresolution.class).everybody(false, _ -> {});
                assertThat(none.merged() + none.split()).isZero();
                assertThat(versions(always)).isEqualTo(versions);
            }
            List<JsonNode> shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled, random);
            int two = shuffled.size() * 2 / 3;
            try (TestHub before = TestHub.start(first)) {
                before.apply(shuffled.subList(0, two));
                Map<String, Object> late = second;
                try (TestHub after = before.beside(late)) {
                    before.get(PeopleConsumer.class).close();
                    for (JsonNode event : shuffled.subList(two, shuffled.size())) {
                        after.apply(event);
                    }
                    carriedOut(after);
                    assertThat(groups(after)).as("round %d", round).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void aHubThatDiesHalfWayLeavesTheRestToTheNext() {
        try (TestHub before = TestHub.start(rules(1, 2, true, ""))) {
            List<JsonNode> many = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                for (int owner = 1; owner <= 3; owner++) {
                    many.add(
                            visit(owner)
                                    .of("loyalty_id", "H-" + i + "-" + owner)
                                    .ofVerified("email", "h" + i + "@b.jp")
                                    .build());
                }
            }
            before.apply(many);
            before.get(PeopleConsumer.class).close();
            before.get(RuleChanges.class).close();
            Map<String, Object> next = rules(2, 3, true, "");
            TestHub dying = before.beside(next);
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> dying.get(RuleChanges.class).progress().report().merged() > 0);
            dying.forget();
            // Nobody waits for the lease of the dead: it is cut short as its term would do.
            before.get(dev.musubi.platform.DocumentStore.class)
                    .database()
                    .getCollection("projections")
                    .updateOne(
                            new org.bson.Document("_id", "reresolution"),
                            new org.bson.Document("$unset", new org.bson.Document("until", "")));
            try (TestHub after = before.beside(next)) {
                Reresolution.Report report = carriedOut(after);
                assertThat(people(after)).hasSize(120);
                assertThat(report.merged()).isLessThanOrEqualTo(120);
            }
        }
    }

    private static Reresolution.Report carriedOut(TestHub hub) {
        RuleChanges changes = hub.get(RuleChanges.class);
        await().atMost(Duration.ofSeconds(90)).until(() -> changes.progress().done());
        return changes.progress().report();
    }

    private static JsonNode owner(String card, int minute) {
        return visit(minute).of("loyalty_id", card).ofVerified("email", "desk@b.jp").build();
    }

    private static EventBuilder member(String card, String mail, String birthDate) {
        return anEvent("profile.identified")
                .of("loyalty_id", card)
                .ofVerified("email", mail)
                .trait("birthDate", birthDate);
    }

    private static EventBuilder visit(int minute) {
        return anEvent("store.visited").minute(minute);
    }

    private static List<JsonNode> generated(Random random) {
        List<JsonNode> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            EventBuilder event =
                    visit(i).id("g" + i).of("customer_id", "shop", "c" + random.nextInt(8));
            if (random.nextInt(3) > 0) {
                event.ofVerified("email", "e" + random.nextInt(4) + "@b.jp");
            }
            if (random.nextInt(3) > 0) {
                event.of("loyalty_id", "l" + random.nextInt(8));
            }
            if (random.nextInt(4) == 0) {
                event.trait("birthDate", "199" + random.nextInt(2) + "-01-01");
            }
            events.add(event.build());
        }
        return events;
    }

    private static Map<String, Object> rules(
            int version, int mostOwners, boolean birthDatesPart, String own) {
        String yaml =
                """
                version: %d
                limits:
                  customer_id: {most: %d}
                  email: {most: 5, within: P365D}
                shared: {mostOwners: %d}
                vetoes: {mostIdentifiers: 50, mostProfilesInOneEvent: 20, differentBirthDates: %b}
                blocked:
                  values: []
                  patterns: []
                  mailboxes: []
                  own: {%s}
                kiosks: []
                """
                        .formatted(
                                version,
                                version,
                                mostOwners,
                                birthDatesPart,
                                own.isEmpty() ? "" : "email: [" + own + "]");
        try {
            Path file = folder.resolve("rules-" + version + "-" + yaml.hashCode() + ".yaml");
            Files.writeString(file, yaml);
            return Map.of("musubi.identity.rules", file.toString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, Object> with(Map<String, Object> rules, String key, Object value) {
        Map<String, Object> all = new TreeMap<>(rules);
        all.put("musubi.identity." + key, value);
        return all;
    }

    /** As a chore looks at a base: it decides nothing and puts nothing in force. */
    private static Map<String, Object> idle(Map<String, Object> rules) {
        Map<String, Object> all = with(rules, "activate", false);
        all.put("musubi.people.workers", 0);
        return all;
    }

    private static boolean shared(TestHub hub) {
        Node mail = new Node("email:desk@b.jp");
        return hub.get(Identities.class).shared(Set.of(mail)).contains(mail);
    }

    private static Optional<String> find(TestHub hub, String card) {
        return hub.get(Profiles.class)
                .find(new Identifier(IdentifierType.LOYALTY_ID, null, card, true))
                .map(p -> p.id());
    }

    private static String id(TestHub hub, String card) {
        return find(hub, card).orElseThrow();
    }

    private static List<String> nodes(TestHub hub, String id) {
        return hub.get(Profiles.class).states(List.of(id)).getFirst().nodes().keySet().stream()
                .map(Node::key)
                .toList();
    }

    private static List<ProfileState> living(TestHub hub) {
        Profiles profiles = hub.get(Profiles.class);
        return profiles.states(profiles.idsAfter(null, 1_000));
    }

    private static Set<Set<String>> groups(TestHub hub) {
        Set<Set<String>> groups = new java.util.HashSet<>();
        for (ProfileState person : living(hub)) {
            Set<String> nodes = new TreeSet<>();
            person.nodes().keySet().forEach(n -> nodes.add(n.key()));
            groups.add(nodes);
        }
        return groups;
    }

    private static Map<String, String> people(TestHub hub) {
        Map<String, String> people = new TreeMap<>();
        living(hub).forEach(p -> people.put(p.id(), p.nodes().toString()));
        return people;
    }

    private static Map<String, Long> versions(TestHub hub) {
        Map<String, Long> versions = new TreeMap<>();
        living(hub).forEach(p -> versions.put(p.id(), p.version()));
        return versions;
    }
}
