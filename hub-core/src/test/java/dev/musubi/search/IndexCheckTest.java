package dev.musubi.search;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.order.Orders;
import dev.musubi.people.Corrections;
import dev.musubi.platform.DocumentStore;
import dev.musubi.profile.Profiles;
import dev.musubi.testing.TestHub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A check of the index finds what the indexer did not bring, and brings it. */
class IndexCheckTest {

    private TestHub hub;
    private SearchIndex index;
    private IndexSource source;
    private Indexer indexer;
    private IndexCheck check;

    @BeforeEach
    void start() {
        hub = TestHub.start();
        index = SearchIndex.connect(SearchStores.properties(), Layout.PROFILES);
        Profiles profiles = hub.get(Profiles.class);
        source =
                SearchConfiguration.source(
                        profiles, hub.get(Orders.class), new NumberKeys("JP"), Clock.systemUTC());
        DocumentStore store = hub.get(DocumentStore.class);
        ProjectionStore projection = new ProjectionStore(store, "profiles", Duration.ofSeconds(10));
        projection.prepare();
        indexer =
                new Indexer(
                        source,
                        index,
                        projection,
                        new ChangeStore(store, "profiles"),
                        new SimpleMeterRegistry(),
                        Clock.systemUTC());
        indexer.start();
        check = new IndexCheck(index, profiles, source.read());
        visit("X-1");
        visit("X-2");
        await().ignoreExceptions()
                .atMost(Duration.ofSeconds(30))
                .until(() -> index.standing().of(List.of(id("X-1"), id("X-2"))).size() == 2);
        indexer.close();
    }

    @AfterEach
    void stop() {
        index.close();
        hub.close();
    }

    @Test
    void whatAgreesIsSaidToAgree() {
        agrees(2);
        assertThat(check.check(2, false).profiles()).isEqualTo(1);
    }

    @Test
    void whatTheIndexMissesHasOldOrShouldNotHaveIsFoundAndBrought() {
        String old = id("X-1");
        String merged = id("X-2");
        hub.apply(anEvent("store.visited").at("shibuya").of("loyalty_id", "X-1").build());
        hub.get(Corrections.class)
                .merge(old, merged, new Corrections.Order("key:test", "one", false));
        visit("X-3");

        assertThat(check.check(1, false).behind())
                .containsExactlyInAnyOrder(old, merged, id("X-3"));
        IndexCheck.Report mended = check.check(1, true);
        assertThat(mended.faults()).isEqualTo(3);
        assertThat(mended.mended()).isEqualTo(3);
        agrees(3);
    }

    @Test
    void whatIsNobodysIsNamedAndTakenOut() {
        String json = source.read().entries(List.of(id("X-1"))).getFirst().json();
        index.write(List.of(new SearchIndex.Entry("0-nobody", 1, "", json)), true);

        IndexCheck.Report found = check.check(1, false);
        assertThat(found.nobodys()).containsExactly("0-nobody");
        assertThat(found.agrees()).isFalse();
        assertThat(check.check(1, true).removed()).isEqualTo(1);
        agrees(2);
    }

    /** As a writer with a fault would leave it: the version is right, and what it says is not. */
    @Test
    void whatSaysAnotherThanTheProfileOfItsVersionIsFoundAndBrought() {
        SearchIndex.Entry right = source.read().entries(List.of(id("X-1"))).getFirst();
        index.replace(
                List.of(
                        new SearchIndex.Entry(
                                right.id(),
                                right.version(),
                                "",
                                right.json().replace("X1", "X9"))));

        IndexCheck.Report found = check.check(1, false);
        assertThat(found.behind()).containsExactly(right.id());
        assertThat(found.indexed()).isNotEqualTo(found.stored());
        assertThat(check.check(1, true).mended()).isEqualTo(1);
        agrees(2);
    }

    private void agrees(int profiles) {
        IndexCheck.Report report = check.check(1, false);
        assertThat(report)
                .isEqualTo(
                        new IndexCheck.Report(
                                profiles,
                                List.of(),
                                0,
                                0,
                                List.of(),
                                0,
                                0,
                                report.stored(),
                                report.stored()));
        assertThat(report.stored()).matches("[0-9a-f]{32}").doesNotMatch("0{32}");
    }

    private void visit(String card) {
        hub.apply(anEvent("store.visited").of("loyalty_id", card).build());
    }

    private String id(String card) {
        return hub.get(Profiles.class)
                .find(new Identifier(IdentifierType.LOYALTY_ID, null, card, true))
                .orElseThrow()
                .id();
    }
}
