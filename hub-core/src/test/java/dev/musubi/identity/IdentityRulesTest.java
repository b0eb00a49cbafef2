package dev.musubi.identity;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.musubi.event.EventLog;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.RulesCheck.Block;
import dev.musubi.platform.DocumentStore;
import dev.musubi.profile.Profiles;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.TestHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A hub that decides by a file of the operator. */
class IdentityRulesTest {

    private static final Set<String> WRITTEN_BEHIND =
            Set.of("profileChanges", "projections", "sources", "sourceDays", "leases", "workers");

    @TempDir static Path folder;

    private static TestHub hub;

    @BeforeAll
    static void start() throws IOException {
        hub = TestHub.start(Map.of("musubi.identity.rules", ours("ours.yaml", 2).toString()));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void anEventWithBlockedIdentifiersOnlyMakesNoPerson() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
        List<String[]> blocked =
                List.of(
                        new String[] {"email", "Info@Shop.example"},
                        new String[] {"email", "sales@anywhere.jp"},
                        new String[] {"phone", "03-1234-5678"},
                        new String[] {"phone", "+81 3 1234 5678"},
                        new String[] {"loyalty_id", "tmp-0001"},
                        new String[] {"loyalty_id", "WALK IN"},
                        new String[] {"payment_token", "walkin"},
                        new String[] {"loyalty_id", "000-000"});
        for (int i = 0; i < 100; i++) {
            EventBuilder event = anEvent("page.viewed").with("url", "/").id("blocked-" + i);
            int many = 1 + random.nextInt(4);
            for (int n = 0; n < many; n++) {
                String[] one = blocked.get(random.nextInt(blocked.size()));
                if (random.nextBoolean()) {
                    event.of(one[0], one[1]);
                } else {
                    event.ofVerified(one[0], one[1]);
                }
            }
            hub.apply(event.build());

            StoredEvent stored = stored("test", "blocked-" + i);
            assertThat(stored.nodes()).as(stored.body()).isEmpty();
            assertThat(stored.home().person()).isFalse();
        }
        assertThat(
                        hub.get(Identities.class)
                                .find(
                                        List.of(
                                                new Node("email:info@shop.example"),
                                                new Node("phone:+81312345678"),
                                                new Node("loyalty_id:TMP0001"))))
                .isEmpty();
    }

    @Test
    void besideABlockedIdentifierTheOthersCount() {
        hub.apply(
                anEvent("profile.identified")
                        .id("mixed")
                        .of("loyalty_id", "L-77")
                        .ofVerified("email", "info@shop.example")
                        .build());

        assertThat(stored("test", "mixed").nodes()).containsExactly(new Node("loyalty_id:L77"));
    }

    @Test
    void whatSystemsWriteElsewhereIsOfNoMatterToRulesThatDoNotSayIt() {
        hub.apply(anEvent("profile.identified").id("said").of("loyalty_id", "invalid").build());

        assertThat(stored("test", "said").nodes()).containsExactly(new Node("loyalty_id:INVALID"));
    }

    @Test
    void aKiosksDeviceJoinsNobodyAndStaysInTheEventAsItWasSent() {
        for (String card : List.of("L-K1", "L-K2")) {
            hub.apply(
                    anEvent("profile.identified")
                            .from("tablet:ginza")
                            .id(card)
                            .of("loyalty_id", card)
                            .of("device_id", "ipad-7")
                            .of("push_token", "push-7")
                            .of("anonymous_id", "visitor-7")
                            .build());
        }
        hub.apply(
                anEvent("page.viewed")
                        .with("url", "/")
                        .from("tablet:ginza")
                        .id("nobody")
                        .of("device_id", "ipad-7")
                        .build());

        StoredEvent event = stored("tablet:ginza", "L-K1");
        assertThat(event.nodes()).containsExactly(new Node("loyalty_id:LK1"));
        assertThat(event.envelope().path("identifiers")).hasSize(4);
        assertThat(event.body()).contains("ipad-7", "push-7", "visitor-7");
        assertThat(stored("tablet:ginza", "nobody").home())
                .isEqualTo(new Node("source:tablet:ginza"));
        assertThat(profile("L-K1")).isPresent().isNotEqualTo(profile("L-K2"));
        assertThat(hub.get(Identities.class).find(List.of(new Node("device_id:ipad-7")))).isEmpty();
    }

    @Test
    void aDeviceOfAnySourceThatIsNoKioskCounts() {
        hub.apply(
                anEvent("profile.identified")
                        .from("app:ios")
                        .id("phone")
                        .of("loyalty_id", "L-A1")
                        .of("device_id", "iphone-1")
                        .build());

        assertThat(stored("app:ios", "phone").nodes())
                .containsExactly(new Node("loyalty_id:LA1"), new Node("device_id:iphone-1"));
    }

    @Test
    void homesAndLinksTellTheVersionOfTheRules() {
        hub.apply(
                anEvent("profile.identified")
                        .of("loyalty_id", "L-V1")
                        .ofVerified("email", "version@b.jp")
                        .build());

        assertThat(hub.get(Nodes.class).ruleVersion()).isEqualTo(2);
        assertThat(hub.get(Rules.class).version()).isEqualTo(2);
        assertThat(hub.get(Identities.class).links(Set.of(new Node("loyalty_id:LV1"))))
                .isNotEmpty()
                .allMatch(link -> link.ruleVersion() == 2);
    }

    @Test
    void aStartWithOtherContentUnderTheSameVersionIsRefusedInWordsWithoutATrace()
            throws IOException {
        Path file = ours("started.yaml", 1);
        try (TestHub first = TestHub.start(Map.of("musubi.identity.rules", file.toString()))) {
            Files.writeString(
                    file, Files.readString(file).replace("mostOwners: 2", "mostOwners: 4"));

            Throwable failure = catchThrowable(first::beside);

            FailureAnalysis said = new WrongRulesAnalyzer().analyze(failure);
            assertThat(said).isNotNull();
            assertThat(said.getDescription())
                    .startsWith("identity rules " + file + ": version: expected more than 1")
                    .contains("raise the version")
                    .doesNotContain("\n");
            assertThat(said.getAction()).contains("deploy/musubi rules check");

            Files.writeString(file, Files.readString(file).replace("version: 1", "version: 2"));
            try (TestHub second = first.beside()) {
                assertThat(second.get(Rules.class).mostOwners()).isEqualTo(4);
            }
        }
    }

    @Test
    void aTrySaysWhatWouldBeDroppedAndWritesNothing() throws IOException {
        try (TestHub base = TestHub.start()) {
            for (int i = 0; i < 25; i++) {
                base.apply(
                        anEvent("profile.identified")
                                .of("loyalty_id", "TMP-%04d".formatted(i))
                                .ofVerified("email", "guest" + i + "@b.jp")
                                .build());
            }
            base.apply(
                    anEvent("profile.identified")
                            .of("loyalty_id", "L-1")
                            .ofVerified("email", "info@shop.example")
                            .ofVerified("phone", "0312345678")
                            .build(),
                    anEvent("page.viewed").with("url", "/").of("email", "sales@b.jp").build());
            DocumentStore store = base.get(DocumentStore.class);
            Map<String, Long> before = counts(store);

            RulesCheck.Report report = RulesCheck.of(ours("try.yaml", 3), "JP").against(store);

            assertThat(report.version()).isEqualTo(3);
            assertThat(report.refusal()).isEmpty();
            assertThat(report.identifiers()).isEqualTo(25 * 2 + 4);
            assertThat(report.blocked())
                    .extracting(Block::type, Block::count, b -> b.examples().size())
                    .containsExactly(
                            tuple(IdentifierType.LOYALTY_ID, 25L, 20),
                            tuple(IdentifierType.EMAIL, 2L, 2),
                            tuple(IdentifierType.PHONE, 1L, 1));
            assertThat(report.profiles()).isEqualTo(27);
            assertThat(counts(store)).isEqualTo(before);

            assertThat(RulesCheck.of(ours("try.yaml", 2), "JP").against(store).refusal())
                    .hasValueSatisfying(why -> assertThat(why).contains("raise the version"));
        }
    }

    /** Of all but what a hub writes behind by itself. */
    private static Map<String, Long> counts(DocumentStore store) {
        Map<String, Long> counts = new TreeMap<>();
        Set<String> names = store.database().listCollectionNames().into(new TreeSet<>());
        names.removeAll(WRITTEN_BEHIND);
        for (String name : names) {
            counts.put(name, store.database().getCollection(name).countDocuments());
        }
        return counts;
    }

    private static Optional<String> profile(String card) {
        return hub.get(Profiles.class)
                .find(new Identifier(IdentifierType.LOYALTY_ID, null, card, true))
                .map(p -> p.id());
    }

    private static StoredEvent stored(String source, String id) {
        return hub.get(EventLog.class).find(source, id).orElseThrow();
    }

    private static Path ours(String name, int version) throws IOException {
        try (var in = IdentityRulesTest.class.getResourceAsStream("ours.yaml")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(
                    folder.resolve(name), text.replace("version: 2", "version: " + version));
        }
    }
}
