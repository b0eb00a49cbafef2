package dev.musubi.people;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.DocumentStore;
import dev.musubi.profile.Profile;
import dev.musubi.profile.Profiles;
import dev.musubi.testing.TestHub;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RebuildTest {

    private static TestHub hub;

    @BeforeAll
    static void aHistoryOfVisitsOrdersAndMerges() {
        hub = TestHub.start();
        Random random = new Random(7);
        List<JsonNode> events = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String card = "C" + random.nextInt(30);
            String mail = "p" + random.nextInt(20) + "@b.jp";
            switch (random.nextInt(5)) {
                case 0 ->
                        events.add(
                                anEvent("profile.identified")
                                        .minute(i)
                                        .of("loyalty_id", card)
                                        .ofVerified("email", mail)
                                        .trait("familyName", "佐藤" + i)
                                        .build());
                case 1 ->
                        events.add(
                                anOrder("o" + random.nextInt(40), "" + (100 + i))
                                        .minute(i)
                                        .of("loyalty_id", card)
                                        .build());
                case 2 ->
                        events.add(
                                anEvent("order.cancelled")
                                        .minute(i)
                                        .with("orderId", "o" + random.nextInt(40))
                                        .build());
                case 3 ->
                        events.add(
                                anEvent("consent.changed")
                                        .minute(i)
                                        .of("email", mail)
                                        .with("purpose", "marketing")
                                        .with("channel", "email")
                                        .with(
                                                "decision",
                                                random.nextBoolean() ? "granted" : "denied")
                                        .build());
                default ->
                        events.add(
                                anEvent("store.visited")
                                        .minute(i)
                                        .at("ginza")
                                        .of("loyalty_id", card)
                                        .build());
            }
        }
        hub.apply(events);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void whatIsFoldedAnewFromTheLogIsWhatWasFoldedLive() {
        Rebuild.Report report = hub.get(Rebuild.class).profiles(_ -> {});

        assertThat(report.differed()).isZero();
        assertThat(report.profiles()).isPositive();
        assertThat(report.events()).isGreaterThan(300);
    }

    @Test
    void aProfileThatIsNotWhatItsEventsSayIsFoundAndMended() {
        hub.apply(anOrder("o-last", "5").of("loyalty_id", "LAST").build());
        Profile before = profile();
        hub.get(DocumentStore.class)
                .collection("profiles")
                .updateOne(
                        new Document("_id", before.id()),
                        new Document("$set", new Document("facets.0.c", 7L)));

        Rebuild.Report report = hub.get(Rebuild.class).profiles(_ -> {});

        assertThat(report.differed()).isEqualTo(1);
        assertThat(profile().known()).isEqualTo(before.known());
        assertThat(profile().version()).isEqualTo(before.version() + 1);
    }

    @Test
    void aRebuildThatWasKilledIsGoneOnWith() {
        try (TestHub own = TestHub.start()) {
            List<JsonNode> visits = new ArrayList<>();
            for (int i = 0; i < 450; i++) {
                visits.add(anEvent("store.visited").of("loyalty_id", "K-" + i).build());
            }
            own.apply(visits);
            Rebuild rebuild = own.get(Rebuild.class);
            assertThatIllegalStateException()
                    .isThrownBy(
                            () ->
                                    rebuild.profiles(
                                            _ -> {
                                                throw new IllegalStateException("killed");
                                            }));
            assertThat(rebuild.begun()).isEqualTo(200);

            List<Rebuild.Report> told = new ArrayList<>();
            Rebuild.Report report = rebuild.profiles(told::add);

            assertThat(told).extracting(Rebuild.Report::profiles).containsExactly(400L, 450L);
            assertThat(report).isEqualTo(new Rebuild.Report(450, 450, 0));
            assertThat(rebuild.begun()).isZero();
        }
    }

    private static Profile profile() {
        return hub.get(Profiles.class)
                .find(new Identifier(IdentifierType.LOYALTY_ID, null, "LAST", false))
                .orElseThrow();
    }
}
