package dev.musubi.people;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;
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
import dev.musubi.profile.Profile;
import dev.musubi.profile.Profiles;
import dev.musubi.testing.TestHub;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.types.Decimal128;
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
    void aFacetThatIsMissingIsFoldedAnew() {
        mended(
                Fault.FACETS,
                in("profiles"),
                c -> c.updateOne(eq("_id", id("C-1")), set("facets", List.of())));
    }

    @Test
    void sumsOfOrdersThatAreWrongAreAddedUpAnew() {
        mended(
                Fault.FACETS,
                in("profiles"),
                c ->
                        c.updateOne(
                                eq("_id", id("C-1")),
                                set("facets.0.o.0.r.0.a", new Decimal128(501))));
    }

    @Test
    void aProfileThatIsGoneIsThereAgain() {
        Profile before = profile("C-1");
        mended(Fault.LOST, in("profiles"), c -> c.deleteOne(eq("_id", before.id())));

        Profile after = profile("C-1");
        assertThat(after.known()).isEqualTo(before.known());
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.version()).isGreaterThan(before.version());
    }

    @Test
    void aProfileThatIsSaidToBeMergedAndIsNotLivesAgain() {
        Profile before = profile("C-1");
        mended(
                Fault.LOST,
                in("profiles"),
                c -> c.updateOne(eq("_id", before.id()), set("retired", true)));

        assertThat(profile("C-1").known()).isEqualTo(before.known());
    }

    @Test
    void aProfileThatWasMergedAndIsSaidToLiveDoesNoMore() {
        hub.apply(anEvent("store.visited").minute(6).of("loyalty_id", "C-3").build());
        String merged = id("C-3");
        hub.apply(
                anEvent("profile.identified")
                        .minute(7)
                        .of("loyalty_id", "C-1")
                        .of("loyalty_id", "C-3")
                        .build());
        assertThat(id("C-3")).isNotEqualTo(merged);
        in("profiles").updateOne(eq("_id", merged), unset("retired"));

        assertThat(check(1, false).findings())
                .containsExactly(new Finding(Fault.RETIRED, merged, false));
        assertThat(check(1, true).findings())
                .containsExactly(new Finding(Fault.RETIRED, merged, true));
        assertThat(check(1, false).faults()).isZero();
        assertThat(id("C-3")).isEqualTo(id("C-1"));
    }

    @Test
    void anIdentifierThatItsProfileForgotIsPutBack() {
        Profile before = profile("C-1");
        mended(
                Fault.ORPHAN,
                in("profiles"),
                c ->
                        c.updateOne(
                                eq("_id", before.id()),
                                pull("nodes", new Document("n", "email:c@b.jp"))));

        assertThat(profile("C-1").nodes()).isEqualTo(before.nodes());
    }

    @Test
    void anIdentifierThatNoEventNamesIsTakenOut() {
        MongoCollection<Document> identifiers = in("identifiers");
        mended(
                Fault.ORPHAN,
                identifiers,
                c ->
                        c.insertOne(
                                new Document("_id", "loyalty_id:GHOST")
                                        .append("profile", id("C-1"))
                                        .append("birth", "b")
                                        .append("slot", 1)));

        assertThat(identifiers.find(eq("_id", "loyalty_id:GHOST"))).isEmpty();
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
        return profile(card).id();
    }

    private Profile profile(String card) {
        return hub.get(Profiles.class)
                .find(new Identifier(IdentifierType.LOYALTY_ID, null, card, true))
                .orElseThrow();
    }
}
