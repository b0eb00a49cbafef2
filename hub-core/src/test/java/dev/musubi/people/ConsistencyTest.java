package dev.musubi.people;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.people.Consistency.Fault;
import dev.musubi.people.Consistency.Finding;
import dev.musubi.people.Consistency.Report;
import dev.musubi.platform.DocumentStore;
import dev.musubi.profile.Profiles;
import dev.musubi.testing.TestHub;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A check finds each kind of damage that somebody does to the stores, and mends what it can. */
class ConsistencyTest {

    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.start();
        hub.apply(
                anOrder("c-1", "500").minute(1).of("loyalty_id", "C-1").build(),
                anEvent("store.visited")
                        .minute(2)
                        .of("loyalty_id", "C-1")
                        .ofVerified("email", "c@b.jp")
                        .build(),
                anEvent("store.visited").minute(3).of("loyalty_id", "C-2").build(),
                anEvent("page.viewed").with("url", "/").minute(4).of("anonymous_id", "v").build(),
                anEvent("profile.identified")
                        .minute(5)
                        .of("loyalty_id", "C-2")
                        .of("anonymous_id", "v")
                        .build());
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void whatAgreesIsSaidToAgree() {
        Report report = check(1, false);

        assertThat(report.profiles()).isEqualTo(2);
        assertThat(report.identifiers()).isEqualTo(4);
        assertThat(report.faults()).isZero();
        assertThat(check(2, false).profiles()).isEqualTo(1);
    }

    @Test
    void anIdentifierThatPointsElsewhereIsPutBack() {
        String other = id("C-2");
        mended(
                Fault.IDENTIFIER,
                in("identifiers"),
                c -> c.updateOne(eq("_id", "email:c@b.jp"), set("profile", other)));
    }

    @Test
    void anIdentifierThatIsLostIsThereAgain() {
        mended(Fault.IDENTIFIER, in("identifiers"), c -> c.deleteOne(eq("_id", "loyalty_id:C1")));
        assertThat(id("C-1")).isNotEmpty();
    }

    @Test
    void aBirthThatIsLostIsThereAgain() {
        mended(Fault.BIRTH, in("births"), c -> c.deleteOne(eq("node", "email:c@b.jp")));
    }

    @Test
    void aCountThatIsWrongIsFoldedAnew() {
        mended(
                Fault.FACETS,
                in("profiles"),
                c -> c.updateOne(eq("_id", id("C-1")), set("facets.0.c", 7L)));
    }

    @Test
    void anIdentifierOfNobodyIsSaidAndLeft() {
        in("identifiers")
                .insertOne(
                        new Document("_id", "loyalty_id:GHOST")
                                .append("profile", id("C-1"))
                                .append("birth", "b")
                                .append("slot", 1));

        assertThat(check(1, true).findings())
                .containsExactly(new Finding(Fault.ORPHAN, id("C-1"), false));
    }

    private void mended(
            Fault fault,
            MongoCollection<Document> collection,
            Consumer<MongoCollection<Document>> damage) {
        String one = id("C-1");
        damage.accept(collection);

        assertThat(check(1, false).findings()).contains(new Finding(fault, one, false));
        assertThat(check(1, true).findings()).contains(new Finding(fault, one, true));
        assertThat(check(1, false).faults()).isZero();
    }

    private MongoCollection<Document> in(String collection) {
        return hub.get(DocumentStore.class).database().getCollection(collection);
    }

    private Report check(int every, boolean repair) {
        return hub.get(Consistency.class).check(every, repair, _ -> {});
    }

    private String id(String card) {
        return hub.get(Profiles.class)
                .find(new Identifier(IdentifierType.LOYALTY_ID, null, card, true))
                .orElseThrow()
                .id();
    }
}
