package dev.musubi.search;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.EventBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.order.Orders;
import dev.musubi.platform.DocumentStore;
import dev.musubi.profile.Profiles;
import dev.musubi.search.Hit.Highlight;
import dev.musubi.testing.TestHub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From an event to a hit: the log, the people, the index. */
class PeopleSearchTest {

    private static final NumberKeys NUMBERS = new NumberKeys("JP");
    private static final Duration SOON = Duration.ofSeconds(20);

    private static TestHub hub;
    private static SearchIndex index;
    private static Indexer indexer;
    private static Search search;

    @BeforeAll
    static void start() {
        hub = TestHub.start();
        index = SearchIndex.connect(SearchStores.properties(), Layout.PROFILES);
        search = new Search(index, NUMBERS);
        DocumentStore store = hub.get(DocumentStore.class);
        ProjectionStore projection = new ProjectionStore(store, "profiles", Duration.ofSeconds(10));
        projection.prepare();
        indexer =
                new Indexer(
                        SearchConfiguration.source(
                                hub.get(Profiles.class),
                                hub.get(Orders.class),
                                NUMBERS,
                                Clock.systemUTC()),
                        index,
                        projection,
                        new ChangeStore(store, "profiles"),
                        new SimpleMeterRegistry(),
                        Clock.systemUTC());
        indexer.start();
        hub.apply(
                anOrder("R-20261122-0001", "4400")
                        .of("loyalty_id", "L-1001")
                        .ofVerified("phone", "090-1234-5678")
                        .trait("familyNameKana", "ｻﾄｳ")
                        .trait("givenNameKana", "ﾊﾅｺ")
                        .build(),
                anEvent("profile.identified")
                        .ofVerified("email", "hanako@example.jp")
                        .ofVerified("phone", "+819012345678")
                        .trait("familyName", "佐藤")
                        .trait("givenName", "花子")
                        .build(),
                anEvent("profile.identified")
                        .of("loyalty_id", "L-2")
                        .trait("familyName", "加藤")
                        .trait("givenName", "花子")
                        .build());
        await().ignoreExceptions()
                .atMost(SOON)
                .until(() -> find("加藤").size() == 1 && find("佐藤 hanako@example.jp").size() == 1);
    }

    @AfterAll
    static void stop() {
        indexer.close();
        index.close();
        hub.close();
    }

    private static List<Hit> find(String query) {
        return search.search(Query.of(query, 10, true));
    }

    private static String personWith(IdentifierType type, String value) {
        return hub.get(Profiles.class)
                .find(new Identifier(type, null, value, true))
                .orElseThrow()
                .id();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "佐藤",
                "さとう",
                "サトウ",
                "ｻﾄｳ",
                "sato",
                "satou hanako",
                "佐藤花子",
                "ako@exam",
                "hanako@example.jp",
                "@example",
                "5678",
                "090-1234-5678",
                "L-1001",
                "1001",
                "R-20261122-0001"
            })
    void onePersonOfTwoChannelsIsFoundByAllThatIsKnown(String query) {
        assertThat(find(query))
                .first()
                .extracting(Hit::profile)
                .isEqualTo(personWith(IdentifierType.EMAIL, "hanako@example.jp"));
    }

    @Test
    void anotherNameThatSharesACharacterIsNoHit() {
        assertThat(find("佐藤"))
                .extracting(Hit::profile)
                .doesNotContain(personWith(IdentifierType.LOYALTY_ID, "L-2"));
    }

    @Test
    void aProfileThatWasMergedIntoAnotherIsNoLongerFound() {
        hub.apply(
                anEvent("profile.identified")
                        .of("loyalty_id", "L-31")
                        .trait("familyName", "合田")
                        .build(),
                anEvent("profile.identified")
                        .ofVerified("email", "goda@example.jp")
                        .trait("familyName", "合田")
                        .build());
        await().atMost(SOON).until(() -> find("合田").size() == 2);

        hub.apply(
                anEvent("profile.identified")
                        .of("loyalty_id", "L-31")
                        .ofVerified("email", "goda@example.jp")
                        .build());

        await().atMost(SOON).until(() -> find("合田").size() == 1);
        assertThat(find("合田").getFirst().profile())
                .isEqualTo(personWith(IdentifierType.LOYALTY_ID, "L-31"));
    }

    @Test
    void whatIsAcknowledgedCanBeFoundWithinASecondOrTwo() {
        long start = System.nanoTime();
        hub.append(
                anEvent("profile.identified")
                        .of("loyalty_id", "L-4")
                        .trait("fullName", "速水 早苗")
                        .build());

        await().pollInterval(Duration.ofMillis(10)).until(() -> !find("早苗").isEmpty());

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(find("早苗").getFirst().highlights())
                .containsExactly(new Highlight("fullName", "速水 早苗", 3, 5));
    }
}
