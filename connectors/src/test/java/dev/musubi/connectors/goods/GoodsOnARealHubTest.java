package dev.musubi.connectors.goods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.connectors.common.ChannelsHub;
import dev.musubi.testing.WebHub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock files and masters as an operator meets them: settings, folders, and the REST calls. */
class GoodsOnARealHubTest {
    private static final Charset TILL = Charset.forName("windows-31j");
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static final String COUNTS =
            """
            kind: stock
            format: {charset: windows-31j}
            source: stock:main
            zone: Asia/Tokyo
            observedAt: {columns: [時刻]}
            fields: {sku: 商品, location: 店舗, onHand: 在庫}
            """;
    private static final String HEADER = "店舗,商品,在庫,時刻\n";
    private static final String UNDATED =
            """
            kind: stock
            source: stock:nightly
            zone: Asia/Tokyo
            fields: {sku: sku, onHand: count}
            """;
    private static final String RECEIPTS =
            """
            kind: receipts
            source: "pos:{store}"
            channel: store
            location: "{store}"
            orderSystem: tills
            currency: JPY
            time: {columns: [time], zone: Asia/Tokyo}
            fields: {store: store, receipt: receipt, sku: sku, quantity: quantity, unitPrice: price}
            """;

    @TempDir Path folder;

    private final String database = WebHub.database();
    private final Map<String, Object> settings = new HashMap<>();
    private ChannelsHub hub = null;

    @AfterEach
    void close() {
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void stockFilesAndReceiptsComeToWhatIsThereInWhateverOrderTheyCome() throws IOException {
        account("stock", COUNTS);
        account("tills", RECEIPTS);
        start();

        take("stock", "monday.csv", count("A-1", 12, ago(5)).getBytes(TILL));
        awaitOnHand("A-1", "ginza", "12");

        take("tills", "sales.csv", sale("R-1", "A-1", 2, ago(4)));
        awaitOnHand("A-1", "ginza", "10");

        take("stock", "tuesday.csv.gz", gzip(count("A-1", 10, ago(3)).getBytes(TILL)));
        settle();
        assertThat(position("A-1", "ginza").path("onHand").asText())
                .as("the sale is contained and lowers nothing again")
                .isEqualTo("10");
        assertThat(position("A-1", "ginza").path("since").asText()).isEqualTo("0");

        take("stock", "sunday.csv", count("A-1", 20, ago(6)).getBytes(TILL));
        settle();
        assertThat(position("A-1", "ginza").path("onHand").asText())
                .as("an older file that comes late")
                .isEqualTo("10");
        var entries = position("A-1", "ginza").path("entries").size();

        take("stock", "renamed.csv", count("A-1", 10, ago(3)).getBytes(TILL));
        take("stock", "tuesday.csv", count("A-1", 10, ago(3)).getBytes(TILL));
        settle();
        assertThat(position("A-1", "ginza").path("onHand").asText()).isEqualTo("10");
        assertThat(position("A-1", "ginza").path("entries")).hasSize(entries);
    }

    @Test
    void aCopyOfAFileThatSaysNoDateIsNoNewCount() throws IOException {
        account("nightly", UNDATED);
        settings.put("musubi.channels.files.nightly.constants.location", "ginza");
        account("tills", RECEIPTS);
        start();
        var first = "sku,count\nB-1,5\nB-2,1\nB-1,6\n".getBytes(StandardCharsets.UTF_8);

        take("nightly", "a.csv", first, ago(5));
        awaitOnHand("B-1", "ginza", "6");
        take("tills", "sales.csv", sale("R-2", "B-1", 1, ago(4)));
        awaitOnHand("B-1", "ginza", "5");

        take("nightly", "copy-of-a.csv", first, ago(3));
        take("nightly", "b.csv", "sku,count\nB-1,50\n".getBytes(StandardCharsets.UTF_8), ago(6));
        settle();
        assertThat(position("B-1", "ginza").path("onHand").asText()).isEqualTo("5");

        take("nightly", "c.csv", "sku,count\nB-1,9\n".getBytes(StandardCharsets.UTF_8), ago(2));
        awaitOnHand("B-1", "ginza", "9");
    }

    @Test
    void adjustmentsMoveACountOnceAndTheSameFileAgainNothing() throws IOException {
        account("stock", COUNTS);
        account(
                "moves",
                """
                kind: stock
                source: stock:moves
                zone: Asia/Tokyo
                fields: {sku: sku, location: location, delta: delta, reason: reason}
                """);
        start();
        take("stock", "a.csv", count("D-1", 10, ago(5)).getBytes(TILL));
        awaitOnHand("D-1", "ginza", "10");
        var moves =
                ("sku,location,delta,reason\nD-1,ginza,-1,damaged\nD-1,ginza,-1,damaged\n"
                                + "D-1,ginza,3,delivery\n")
                        .getBytes(StandardCharsets.UTF_8);

        take("moves", "moves.csv", moves, ago(4));
        awaitOnHand("D-1", "ginza", "11");
        take("moves", "moves-again.csv", moves, ago(1));
        settle();

        assertThat(position("D-1", "ginza").path("onHand").asText()).isEqualTo("11");
        assertThat(position("D-1", "ginza").path("entries")).hasSize(4);
    }

    @Test
    void whatNobodyDescribesIsKeptAndShownAsAStubUntilTheMastersCome() throws IOException {
        account("stock", COUNTS);
        account("products", MasterRowsTest.PRODUCTS);
        account("locations", MasterRowsTest.LOCATIONS);
        start();
        take("stock", "a.csv", count("A-1", 7, ago(1)).getBytes(TILL));
        awaitOnHand("A-1", "ginza", "7");

        assertThat(get("/products?stub=true").path("products").findValuesAsText("sku"))
                .contains("A-1");
        assertThat(get("/locations").path("locations").findValuesAsText("location"))
                .contains("ginza");

        take(
                "products",
                "products.csv",
                (MasterRowsTest.PRODUCTS_HEADER
                                + "A-1,A,2200.00,4901234567894,active,,セーター,Sweater,衣類,ニット,M\n")
                        .getBytes(StandardCharsets.UTF_8));
        take(
                "locations",
                "locations.csv",
                (MasterRowsTest.LOCATIONS_HEADER + "ginza,銀座店,ギンザテン,35.6717,139.7650,104-0061\n")
                        .getBytes(StandardCharsets.UTF_8));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/products/A-1").at("/name/ja").asText().equals("セーター"));
        var product = get("/products/A-1");
        assertThat(product.at("/price/amount").asText()).isEqualTo("2200");
        assertThat(product.at("/attributes/size").asText()).isEqualTo("M");
        assertThat(get("/products?barcode=4901234567894").at("/products/0/sku").asText())
                .isEqualTo("A-1");
        assertThat(get("/products?stub=true").path("products").findValuesAsText("sku"))
                .doesNotContain("A-1");
        var near = "/availability?sku=A-1&near=35.6586,139.7454&radiusKm=10";
        await().until(() -> get(near).at("/places/0/location").asText().equals("ginza"));
        var place = get(near).at("/places/0");
        assertThat(place.path("name").asText()).isEqualTo("銀座店");
        assertThat(place.path("available").asText()).isEqualTo("7");
    }

    @Test
    void aNegativeCountIsALetterThatIsReplayedOnceTheMappingIsMended() throws IOException {
        account("stock", COUNTS);
        start();
        take(
                "stock",
                "a.csv",
                (count("N-1", -1, ago(2)) + "ginza,N-2,4," + ago(2) + "\n").getBytes(TILL));
        awaitOnHand("N-2", "ginza", "4");
        var letter = letters().path(0);
        assertThat(letter.path("place").asText()).isEqualTo("a.csv:2");
        assertThat(letter.path("reason").asText()).startsWith("onHand: '-1' is negative");

        hub.close();
        account(
                "stock",
                COUNTS.replace("在庫}", "{column: 在庫, replace: [{find: '^-.*', with: 0}]}}"));
        start();
        var answer =
                hub.hub()
                        .post("/api/v1/dead-letters/" + letter.path("id").asText() + "/replay", "");

        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
        awaitOnHand("N-1", "ginza", "0");
        assertThat(letters()).isEmpty();
    }

    @Test
    void aFractionIsForTheHubToJudge() throws IOException {
        account("stock", COUNTS);
        start();

        take("stock", "a.csv", (HEADER + "ginza,F-1,0.5," + ago(1) + "\n").getBytes(TILL));

        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                WebHub.json(hub.hub().get("/api/v1/dead-letters?channel=events"))
                                                .path("items")
                                                .size()
                                        == 1);
        assertThat(letters()).isEmpty();
    }

    @Test
    void mistakesStopTheStartAndAreNamedByTheirKeys() throws IOException {
        account("stock", COUNTS.replace("店舗", "店").replace("location: 店, ", ""));
        account("moon", COUNTS.replace("kind: stock", "kind: moons"));
        account("products", MasterRowsTest.PRODUCTS);
        settings.put("musubi.channels.files.products.verified", "phone");
        settings.put("musubi.channels.files.products.constants.colour", "red");

        assertThatThrownBy(this::start)
                .hasStackTraceContaining("fields.location is missing, and constants.location too")
                .hasStackTraceContaining(
                        "kind: is one of receipts, stock, products, locations; got moons")
                .hasStackTraceContaining(
                        "musubi.channels.files.products.constants: colour is not a field")
                .hasStackTraceContaining(
                        "musubi.channels.files.products.verified: belongs to files that name"
                                + " customers");
    }

    private void account(String name, String mapping) throws IOException {
        var at = "musubi.channels.files." + name + ".";
        var file = Files.writeString(folder.resolve(name + ".yaml"), mapping);
        settings.put(at + "mapping", file.toString());
        settings.put(at + "folder", Files.createDirectories(folder.resolve(name)).toString());
        settings.put(at + "poll", "100ms");
        settings.put(at + "stable-for", "100ms");
    }

    private void start() {
        hub = ChannelsHub.start(database, settings);
    }

    private void take(String account, String name, byte[] content) throws IOException {
        take(account, name, content, NOW);
    }

    private void take(String account, String name, byte[] content, Instant modified)
            throws IOException {
        var writing = Files.write(folder.resolve("writing"), content);
        Files.setLastModifiedTime(writing, FileTime.from(modified));
        var dropped = folder.resolve(account).resolve(name);
        Files.move(writing, dropped, StandardCopyOption.ATOMIC_MOVE);
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.notExists(dropped));
        assertThat(folder.resolve(account).resolve(".done").resolve(name)).exists();
    }

    /** Until what is durable by now is booked: events are applied in their order. */
    private void settle() {
        hub.apply(
                """
                {"source":"test","id":"%s","type":"stock.counted","time":"%s","channel":"test",
                 "data":{"sku":"settled","location":"nowhere","onHand":1}}"""
                        .formatted(java.util.UUID.randomUUID(), NOW));
    }

    private void awaitOnHand(String sku, String location, String expected) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(position(sku, location).path("onHand").asText())
                                        .isEqualTo(expected));
    }

    private JsonNode position(String sku, String location) {
        return get("/availability/" + sku + "/" + location);
    }

    private JsonNode letters() {
        return WebHub.json(hub.hub().get("/api/v1/dead-letters?channel=files&state=open"))
                .path("items");
    }

    private JsonNode get(String path) {
        return WebHub.json(hub.hub().get("/api/v1" + path));
    }

    private static Instant ago(int hours) {
        return NOW.minus(Duration.ofHours(hours));
    }

    private static String count(String sku, int onHand, Instant at) {
        return HEADER + "ginza,%s,%d,%s\n".formatted(sku, onHand, at);
    }

    private static byte[] sale(String receipt, String sku, int quantity, Instant at) {
        return ("store,receipt,time,sku,quantity,price\n"
                        + "ginza,%s,%s,%s,%d,100\n".formatted(receipt, at, sku, quantity))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
