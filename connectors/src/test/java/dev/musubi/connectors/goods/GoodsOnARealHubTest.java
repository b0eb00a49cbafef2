package dev.musubi.connectors.goods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.catalog.Catalog;
import dev.musubi.connectors.files.FileChannels;
import dev.musubi.connectors.files.FileInboxes;
import dev.musubi.deadletter.DeadLetter;
import dev.musubi.deadletter.DeadLetterFilter;
import dev.musubi.deadletter.DeadLetters;
import dev.musubi.deadletter.Redelivery;
import dev.musubi.event.Appended;
import dev.musubi.event.EventLog;
import dev.musubi.event.Submission;
import dev.musubi.inventory.Spot;
import dev.musubi.inventory.Stock;
import dev.musubi.platform.DocumentStore;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.TestHub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Files of stock, products and locations through their folders into a real hub. */
class GoodsOnARealHubTest {
    private static final Charset TILL = Charset.forName("windows-31j");
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir Path folder;

    private final TestHub hub = TestHub.start();
    private final List<Appended> appended = Collections.synchronizedList(new ArrayList<>());
    private final List<Redelivery> redeliveries = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DeadLetters letters =
            DeadLetters.over(
                    hub.get(DocumentStore.class),
                    Clock.systemUTC(),
                    meters,
                    () -> redeliveries,
                    List::of);
    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void open() throws IOException {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("musubi.channels.work-folder", folder.resolve("work").toString());
        account(
                properties,
                "stock",
                """
                kind: stock
                format: {charset: windows-31j}
                source: stock:main
                zone: Asia/Tokyo
                fields: {sku: 品番, location: 店舗, onHand: 在庫}
                """);
        account(
                properties,
                "products",
                """
                kind: products
                source: erp
                zone: Asia/Tokyo
                fields: {sku: sku, name.ja: name, price: price, barcode: jan}
                constants: {currency: JPY}
                """);
        account(
                properties,
                "locations",
                """
                kind: locations
                source: erp
                zone: Asia/Tokyo
                fields: {location: id, name: name, latitude: lat, longitude: lon}
                """);
        var inboxes = inboxes(properties);
        redeliveries.add(inboxes.redelivery());
        FileInboxes.openAll(context, List.of(inboxes));
        context.start();
    }

    private FileInboxes inboxes(Map<String, String> properties) {
        var binder = new Binder(new MapConfigurationPropertySource(properties));
        return GoodsConfiguration.inboxes(
                GoodsAccounts.check(
                        binder, binder.bindOrCreate("musubi.channels", FileChannels.class)),
                this::append,
                letters::keep,
                Clock.systemUTC(),
                meters);
    }

    private void account(Map<String, String> properties, String name, String mapping)
            throws IOException {
        Files.createDirectories(folder.resolve(name));
        var file = Files.writeString(folder.resolve(name + ".yaml"), mapping);
        var prefix = "musubi.channels.goods." + name + ".";
        properties.put(prefix + "folder", folder.resolve(name).toString());
        properties.put(prefix + "mapping", file.toString());
        properties.put(prefix + "poll", "50ms");
        properties.put(prefix + "stable-for", "100ms");
    }

    @AfterEach
    void close() {
        context.stop();
        hub.close();
    }

    @Test
    void theStockFileThatContainsASaleDoesNotLowerItAgainAndAnOlderOneNeverMovesItBack()
            throws IOException {
        stock("morning.csv", 120, "A-1,ginza,10\nB-2,ginza,4\n");
        assertThat(onHand("A-1", "ginza")).isEqualTo("10");

        hub.apply(sale("r-1", 60));
        await().until(() -> onHand("A-1", "ginza").equals("8"));
        stock("evening.csv", 30, "A-1,ginza,8\nB-2,ginza,4\n");
        assertThat(onHand("A-1", "ginza")).isEqualTo("8");

        stock("lost.csv", 90, "A-1,ginza,10\n");
        stock("renamed.csv", 30, "A-1,ginza,8\nB-2,ginza,4\n");
        assertThat(onHand("A-1", "ginza")).isEqualTo("8");
        assertThat(count(Appended.Status.DUPLICATE)).isEqualTo(2);
        assertThat(onHand("B-2", "ginza")).isEqualTo("4");
    }

    @Test
    void ofTwoRowsForOnePositionTheLaterCounts() throws IOException {
        stock("twice.csv", 60, "A-1,ginza,10\nA-1,ginza,7\n");

        assertThat(onHand("A-1", "ginza")).isEqualTo("7");
    }

    @Test
    void badRowsAreDeadLettersAndTheOthersLoad() throws IOException {
        stock("bad.csv", 60, "A-1,ginza,-3\nB-2,ginza\nC-3,ginza,viele\nD-4,ginza,5\n");

        assertThat(onHand("D-4", "ginza")).isEqualTo("5");
        assertThat(openLetters())
                .extracting(letter -> letter.message().place())
                .containsExactlyInAnyOrder("bad.csv:2", "bad.csv:3", "bad.csv:4");
        var negative =
                openLetters().stream()
                        .filter(letter -> letter.message().place().endsWith(":2"))
                        .findFirst()
                        .orElseThrow();
        assertThat(negative.message().reason()).contains("not negative");
    }

    @Test
    void whatNobodyDescribedIsAStubUntilTheMastersCome() throws IOException {
        stock("first.csv", 60, "A-1,ginza,10\n");
        var catalog = hub.get(Catalog.class);
        assertThat(catalog.product("A-1").orElseThrow().known()).isFalse();
        assertThat(catalog.place("ginza").orElseThrow().known()).isFalse();

        take("products", "p.csv", 30, "sku,name,price,jan\nA-1,セーター,2200,4901234567894\n", false);
        take("locations", "l.csv.gz", 30, "id,name,lat,lon\nginza,銀座店,35.6717,139.7650\n", true);

        assertThat(catalog.product("A-1").orElseThrow().name()).containsEntry("ja", "セーター");
        assertThat(catalog.place("ginza").orElseThrow().at()).isNotNull();
        assertThat(onHand("A-1", "ginza")).isEqualTo("10");
    }

    @Test
    void aFileThatBreaksOffGivesNothing() throws IOException {
        var rows = new StringBuilder("品番,店舗,在庫\n");
        for (var i = 0; i < 20_000; i++) {
            rows.append("S-").append(i * 7919 % 100_003).append(",ginza,").append(i % 97).append('\n');
        }
        var whole = zipped(rows.toString().getBytes(TILL));

        drop("stock", "cut.csv.gz", 10, Arrays.copyOf(whole, whole.length / 2));

        await().until(() -> Files.notExists(folder.resolve("stock/cut.csv.gz")));
        await().until(() -> !openLetters().isEmpty());
        assertThat(appended).isEmpty();
    }

    @Test
    void aWrongAccountStopsTheStartAndIsNamed() throws IOException {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("musubi.channels.work-folder", folder.resolve("work").toString());
        account(properties, "wrong", "kind: stock\nsource: x\nzone: Asia/Tokyo\n");

        assertThatThrownBy(() -> inboxes(properties))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("musubi.channels.goods.wrong.mapping")
                .hasMessageContaining("needs");
    }

    private void stock(String name, int minutesAgo, String rows) throws IOException {
        drop("stock", name, minutesAgo, ("品番,店舗,在庫\n" + rows).getBytes(TILL));
        settle("stock", name);
    }

    private void take(String account, String name, int minutesAgo, String text, boolean gzip)
            throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        drop(account, name, minutesAgo, gzip ? zipped(bytes) : bytes);
        settle(account, name);
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        }
        return zipped.toByteArray();
    }

    private void drop(String account, String name, int minutesAgo, byte[] content)
            throws IOException {
        var writing = Files.write(folder.resolve("writing"), content);
        Files.setLastModifiedTime(writing, FileTime.from(NOW.minusSeconds(60L * minutesAgo)));
        Files.move(
                writing, folder.resolve(account).resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void settle(String account, String name) {
        await().until(() -> Files.notExists(folder.resolve(account).resolve(name)));
        synchronized (appended) {
            hub.settle(
                    appended.stream()
                            .filter(one -> one.status() != Appended.Status.REJECTED)
                            .toList());
        }
    }

    private List<Appended> append(List<Submission> submissions) {
        var results = hub.get(EventLog.class).append(submissions);
        appended.addAll(results);
        return results;
    }

    private long count(Appended.Status status) {
        synchronized (appended) {
            return appended.stream().filter(one -> one.status() == status).count();
        }
    }

    private ObjectNode sale(String order, int minutesAgo) {
        var event =
                EventBuilder.anOrder(order, "100")
                        .at(NOW.minusSeconds(60L * minutesAgo))
                        .in("store")
                        .at("ginza")
                        .build();
        ((ObjectNode) event.at("/data/lines/0"))
                .put("sku", "A-1")
                .put("quantity", 2);
        return event;
    }

    private String onHand(String sku, String location) {
        return hub.get(Stock.class)
                .look(new Spot(location, sku), null)
                .position()
                .onHand()
                .map(BigDecimal::toPlainString)
                .orElse("unknown");
    }

    private List<DeadLetter> openLetters() {
        return letters.list(
                        new DeadLetterFilter(GoodsAccounts.CHANNEL, DeadLetter.State.OPEN),
                        null,
                        50)
                .letters();
    }
}
