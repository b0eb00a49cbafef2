package dev.musubi.search;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.DocumentStore;
import dev.musubi.stores.SharedStores;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products, found over HTTP by what a clerk types or scans. */
class ProductSearchTest {

    private static WebHub hub;

    @BeforeAll
    static void open() {
        hub =
                WebHub.start(
                        Map.of(
                                WebHub.SEARCH,
                                SharedStores.elasticsearchUri(),
                                "musubi.elasticsearch.prefix",
                                SharedStores.indexPrefix()));
        product("KN-100", "カシミヤセーター", "Cashmere sweater", "knit", "4901234567894", "active");
        product("KN-200", "ウールセーター", "Wool sweater", "knit", "4569951110016", "discontinued");
        product("TE-1", "煎茶 八女", "Green tea", "food", "49123456", "active");
        EventBuilder count = anEvent("stock.counted").with("sku", "ZZ-9").with("location", "ginza");
        count.data().put("onHand", 1);
        put(count);
        await().atMost(Duration.ofSeconds(20)).until(() -> skus("q=ZZ-9").size() == 1);
        await().atMost(Duration.ofSeconds(20)).until(() -> skus("q=TE-1").size() == 1);
    }

    @AfterEach
    void theContractHeld() {
        assertThat(hub.contract().violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource({
        "KN-100, KN-100",
        "kn-1, KN-100",
        "4901234567894, KN-100",
        "04901234567894, KN-100",
        "カシミヤ, KN-100",
        "ｶｼﾐﾔ, KN-100",
        "かしみや, KN-100",
        "kashimiya, KN-100",
        "cashmere sweater, KN-100",
        "Cashmree, KN-100",
        "煎茶, TE-1",
        "八女, TE-1",
        "green, TE-1",
        "wool knit, KN-200"
    })
    void theRightProductComesFirst(String q, String sku) {
        assertThat(skus("q=" + encoded(q))).startsWith(sku);
    }

    @Test
    void aPartOfANameFindsAllThatHaveIt() {
        assertThat(skus("q=" + encoded("セーター"))).containsExactlyInAnyOrder("KN-100", "KN-200");
        assertThat(skus("sold=true&q=" + encoded("セーター"))).containsExactly("KN-100");
        assertThat(skus("category=food&q=sweater")).isEmpty();
        assertThat(skus("q=" + encoded("、 "))).isEmpty();
    }

    @Test
    void aChangeIsFoundSoonAndWhatItWasNoLonger() {
        product("CH-1", "まえ", "Before", "x", null, "active");
        await().until(() -> skus("q=before").contains("CH-1"));

        product("CH-1", "あと", "After", "x", null, "active");

        await().atMost(Duration.ofSeconds(10)).until(() -> skus("q=after").contains("CH-1"));
        assertThat(skus("q=before")).doesNotContain("CH-1");
    }

    @Test
    void theIndexIsFilledAnewBesideTheOneThatIsSearched() {
        ProductSearch search = hub.get(ProductSearch.class);

        SearchIndex products =
                SearchIndex.connect(
                        SearchStores.properties(SharedStores.elasticsearchUri()), Layout.PRODUCTS);
        try (IndexRebuild rebuild =
                new IndexRebuild(
                        hub.get(DocumentStore.class), hub.get(SearchIndex.class), products)) {
            IndexRebuild.Asked asked = rebuild.ask();
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(
                            () -> assertThat(asked.look()).allMatch(IndexRebuild.Progress::done));
        }

        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(
                        () -> {
                            assertThat(search.names()).anyMatch(name -> name.endsWith("-2"));
                            assertThat(search.names()).hasSize(1);
                        });
        assertThat(skus("q=TE-1")).containsExactly("TE-1");
    }

    private static void product(
            String sku, String ja, String en, String category, String barcode, String status) {
        EventBuilder event = anEvent("product.updated").with("sku", sku).with("status", status);
        event.at(Instant.now());
        event.data().putObject("name").put("ja", ja).put("en", en);
        event.data().putArray("categories").add(category);
        if (barcode != null) {
            event.with("barcode", barcode);
        }
        put(event);
    }

    private static void put(EventBuilder event) {
        assertThat(hub.post("/api/v1/events?wait=applied", event.build().toString()).statusCode())
                .isEqualTo(202);
    }

    private static String encoded(String q) {
        return URLEncoder.encode(q, StandardCharsets.UTF_8);
    }

    private static List<String> skus(String query) {
        HttpResponse<String> answer = hub.get("/api/v1/products/search?" + query);
        JsonNode page = WebHub.json(answer);
        return page.path("products").findValuesAsText("sku");
    }
}
