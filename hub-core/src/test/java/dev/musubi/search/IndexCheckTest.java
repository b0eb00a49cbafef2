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
                .until(() -> index.standing(List.of(id("X-1"), id("X-2"))).size() == 2);
        indexer.close();
    }

    @AfterEach
    void stop() {
        index.close();
        hub.close();
    }

    @Test
    void whatAgreesIsSaidToAgree() {
        assertThat(check.check(false)).isEqualTo(new IndexCheck.Report(2, List.of(), 0, 0, 0));
    }

    @Test
    void whatTheIndexMissesHasOldOrShouldNotHaveIsFoundAndBrought() {
        String old = id("X-1");
        String merged = id("X-2");
        visit("X-1");
        hub.get(Corrections.class)
                .merge(old, merged, new Corrections.Order("key:test", "one", false));
        visit("X-3");

        assertThat(check.check(false).behind()).containsExactlyInAnyOrder(old, merged, id("X-3"));
        IndexCheck.Report mended = check.check(true);
        assertThat(mended.faults()).isEqualTo(3);
        assertThat(mended.mended()).isEqualTo(3);
        assertThat(check.check(false)).isEqualTo(new IndexCheck.Report(3, List.of(), 0, 0, 0));
    }

    @Test
    void whatIsNobodysIsCounted() {
        String json = source.read().entries(List.of(id("X-1"))).getFirst().json();
        index.write(List.of(new SearchIndex.Entry("0-nobody", 1, "", json)), true);

        assertThat(check.check(false).nobodys()).isEqualTo(1);
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
