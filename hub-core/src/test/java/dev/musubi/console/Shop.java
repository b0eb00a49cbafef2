package dev.musubi.console;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.console.account.Accounts;
import dev.musubi.console.account.Role;
import dev.musubi.platform.Json;
import dev.musubi.stores.SharedStores;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A hub with a console, a browser, and the customers of a small shop; one for all test classes that
 * ask for it.
 */
final class Shop implements AutoCloseable {

    /** Of the sweater. */
    static final String BARCODE = "4901234567894";

    static final String PASSWORD = "correct horse battery staple";

    private final String database = WebHub.database();
    private final WebHub hub;
    private final Browser browser;
    private int number;

    private Shop() {
        this.hub = hub(database, SharedStores.elasticsearchUri());
        this.browser = Browser.open();
        Accounts accounts = hub.get(Accounts.class);
        accounts.create("clerk", PASSWORD, Role.CLERK);
        accounts.create("manager", PASSWORD, Role.MANAGER);
        accounts.create("boss", PASSWORD, Role.ADMINISTRATOR);
        goods();
        hanako();
        others();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> found("佐藤") && found("鈴木") && sold("A-goods", 2));
    }

    /** A hub with a console on a database. */
    static WebHub hub(String database, String elasticsearch) {
        return WebHub.start(
                database,
                Map.of(
                        WebHub.SEARCH,
                        elasticsearch,
                        "musubi.elasticsearch.prefix",
                        SharedStores.indexPrefix()),
                WebHub.ConsoleParts.class,
                Till.class);
    }

    /** Another hub on the same shop, whose Elasticsearch is away. */
    WebHub withoutSearch() {
        return hub(database, "http://127.0.0.1:1");
    }

    WebHub hub() {
        return hub;
    }

    com.microsoft.playwright.Browser browser() {
        return browser.browser();
    }

    /** Whose card this is. */
    String person(String card) {
        return WebHub.json(hub.get("/api/v1/profiles?identifier=loyalty_id:" + card))
                .path("id")
                .asText();
    }

    private boolean found(String name) {
        HttpResponse<String> answer =
                hub.get(
                        "/api/v1/profiles/search?q="
                                + java.net.URLEncoder.encode(
                                        name, java.nio.charset.StandardCharsets.UTF_8));
        return answer.statusCode() == 200 && !WebHub.json(answer).path("hits").isEmpty();
    }

    private boolean sold(String product, int variants) {
        HttpResponse<String> answer = hub.get("/api/v1/products/search?q=" + product);
        return answer.statusCode() == 200
                && WebHub.json(answer).path("products").size() == variants;
    }

    void tell(ObjectNode... events) {
        ObjectNode batch = Json.object();
        batch.putArray("events").addAll(List.of(events));
        HttpResponse<String> answer = hub.post("/api/v1/events?wait=applied", Json.write(batch));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).doesNotContain("rejected");
    }

    private static Instant ago(int days) {
        return Instant.now().minus(Duration.ofDays(days)).minus(Duration.ofHours(2));
    }

    /** Two persons whom a till has named in one event by mistake; the cards of both. */
    List<String> wrongMerge() {
        String mine = "L30%02d".formatted(++number);
        String other = "L40%02d".formatted(number);
        tell(
                event("order.placed", "pos:shibuya", "store", 20)
                        .at("shibuya")
                        .of("loyalty_id", mine)
                        .trait("familyName", "田中")
                        .trait("givenName", "太郎")
                        .order("T-" + number, "5200")
                        .build(),
                event("order.placed", "pos:shibuya", "store", 15)
                        .at("shibuya")
                        .of("loyalty_id", other)
                        .order("S-" + number, "9800")
                        .build(),
                event("profile.identified", "pos:shibuya", "store", 10)
                        .at("shibuya")
                        .of("loyalty_id", mine)
                        .of("loyalty_id", other)
                        .build());
        assertThat(person(mine)).isEqualTo(person(other));
        return List.of(mine, other);
    }

    private EventBuilder event(String type, String source, String channel, int days) {
        return anEvent(type)
                .from(source)
                .id("console-" + (++number) + "-" + type)
                .in(channel)
                .at(ago(days));
    }

    private void goods() {
        String[][] items = {
            {"A-1", "カシミヤセーター（生成り・M）", "Cashmere sweater, ecru, M", "22000"},
            {"A-2", "カシミヤセーター（生成り・L）", "Cashmere sweater, ecru, L", "22000"},
            {"B-2", "ウールコート（紺・L）", "Wool coat, navy, L", "48000"},
            {"C-3", "革手袋", "Leather gloves", "8800"},
            {"D-4", "リネンシャツ（白）", "Linen shirt, white", "12000"}
        };
        for (String[] item : items) {
            put(
                    "/api/v1/products/" + item[0],
                    "{\"name\":{\"ja\":\"%s\",\"en\":\"%s\"},\"price\":{\"currency\":\"JPY\",\"amount\":\"%s\"},\"product\":\"%s\"%s}"
                            .formatted(
                                    item[1],
                                    item[2],
                                    item[3],
                                    item[0].charAt(0) + "-goods",
                                    item[0].equals("A-1")
                                            ? ",\"barcode\":\"" + BARCODE + "\""
                                            : ""));
        }
        put(
                "/api/v1/locations/ginza",
                "{\"kind\":\"store\",\"name\":\"銀座店\",\"kana\":\"ギンザテン\",\"postcode\":\"104-0061\",\"latitude\":35.6717,\"longitude\":139.765,\"hours\":{\"mon-sat\":\"10:00-20:00\",\"sun\":\"10:00-19:00\"}}");
        put(
                "/api/v1/locations/shibuya",
                "{\"kind\":\"store\",\"name\":\"渋谷店\",\"latitude\":35.659,\"longitude\":139.7005}");
        List<ObjectNode> counts = new ArrayList<>();
        String[][] stock = {
            {"A-1", "ginza", "12"},
            {"A-1", "shibuya", "1"},
            {"A-2", "ginza", "0"},
            {"A-2", "shibuya", "4"},
            {"B-2", "ginza", "0"},
            {"C-3", "ginza", "5"},
            {"D-4", "shibuya", "7"}
        };
        for (String[] count : stock) {
            counts.add(
                    event("stock.counted", "stock:" + count[1], "store", 0)
                            .with("sku", count[0])
                            .with("location", count[1])
                            .with("onHand", count[2])
                            .build());
        }
        tell(counts.toArray(ObjectNode[]::new));
    }

    private void put(String path, String body) {
        HttpResponse<String> answer =
                hub.send(
                        "PUT",
                        path,
                        BodyPublishers.ofString(body),
                        "Content-Type",
                        "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    }

    private EventBuilder bought(String order, int days, String channel, String sku, String amount) {
        EventBuilder event =
                event(
                                "order.placed",
                                channel.equals("store") ? "pos:ginza" : "shop:web",
                                channel,
                                days)
                        .of("loyalty_id", "L-1001");
        if (channel.equals("store")) {
            event.at("ginza");
        }
        event.data().put("orderId", order).put("currency", "JPY").put("total", amount);
        event.data()
                .putArray("lines")
                .addObject()
                .put("sku", sku)
                .put("quantity", "1")
                .put("unitPrice", amount);
        event.data().putArray("numbers").add("N-" + order);
        return event;
    }

    private void hanako() {
        tell(
                event("profile.identified", "pos:ginza", "store", 300)
                        .at("ginza")
                        .of("loyalty_id", "L-1001")
                        .ofVerified("phone", "090-1234-5678")
                        .trait("familyName", "佐藤")
                        .trait("givenName", "花子")
                        .trait("familyNameKana", "サトウ")
                        .trait("givenNameKana", "ハナコ")
                        .trait("birthDate", "1990-04-01")
                        .trait("region", "東京都")
                        .trait("city", "中央区")
                        .build(),
                event("profile.updated", "shop:web", "web", 200)
                        .ofVerified("email", "hanako@example.jp")
                        .ofVerified("phone", "+81 90 1234 5678")
                        .build(),
                bought("R-1", 300, "store", "A-1", "22000").build(),
                bought("R-2", 260, "store", "C-3", "8800").build(),
                bought("O-3", 200, "web", "D-4", "12000").build(),
                bought("R-4", 140, "store", "B-2", "48000").build(),
                bought("O-5", 95, "web", "A-1", "22000").build(),
                bought("R-6", 60, "store", "D-4", "12000").build(),
                bought("O-7", 25, "web", "C-3", "8800").build(),
                bought("O-8", 6, "web", "B-2", "48000").build(),
                bought("O-9", 3, "web", "A-1", "22000").build());
        EventBuilder ready = event("order.ready", "shop:web", "web", 1).at("ginza");
        ready.data().put("orderId", "O-8");
        EventBuilder returned =
                event("order.returned", "shop:web", "web", 5).of("loyalty_id", "L-1001");
        returned.data()
                .put("orderId", "O-7")
                .put("returnId", "RT-7")
                .put("currency", "JPY")
                .put("total", "8800")
                .putArray("lines")
                .addObject()
                .put("sku", "C-3")
                .put("quantity", "1");
        EventBuilder consent =
                event("consent.changed", "shop:web", "web", 190)
                        .ofVerified("email", "hanako@example.jp");
        consent.data().put("purpose", "profiling").put("channel", "web").put("decision", "granted");
        EventBuilder sms =
                event("consent.changed", "pos:ginza", "store", 180).of("loyalty_id", "L-1001");
        sms.data().put("purpose", "marketing").put("channel", "sms").put("decision", "granted");
        tell(
                ready.build(),
                returned.build(),
                consent.build(),
                sms.build(),
                event("email.unsubscribed", "mail:news", "email", 40)
                        .of("email", "hanako@example.jp")
                        .with("campaign", "秋の新作")
                        .build(),
                event("social.followed", "line:main", "social", 170)
                        .of("social_id", "line", "U4af4980629")
                        .of("loyalty_id", "L-1001")
                        .build(),
                event("support.opened", "support:mail", "support", 2)
                        .ofVerified("email", "hanako@example.jp")
                        .with("case", "M-77")
                        .with("subject", "コートの袖丈を直せますか")
                        .build(),
                event("product.viewed", "shop:web", "web", 1)
                        .ofVerified("email", "hanako@example.jp")
                        .with("sku", "C-3")
                        .build(),
                event("product.viewed", "shop:web", "web", 1)
                        .ofVerified("email", "hanako@example.jp")
                        .with("sku", "D-4")
                        .build());
    }

    private void others() {
        tell(
                event("order.placed", "pos:ginza", "store", 30)
                        .at("ginza")
                        .of("loyalty_id", "L-1002")
                        .ofVerified("email", "hanae@example.jp")
                        .trait("familyName", "佐藤")
                        .trait("givenName", "華絵")
                        .trait("familyNameKana", "サトウ")
                        .trait("givenNameKana", "ハナエ")
                        .order("R-50", "3300")
                        .build(),
                event("profile.identified", "crm:main", "store", 33)
                        .of("loyalty_id", "L-1003")
                        .trait("familyName", "鈴木")
                        .trait("givenName", "一郎")
                        .trait("familyNameKana", "スズキ")
                        .trait("givenNameKana", "イチロウ")
                        .build(),
                event("profile.identified", "crm:main", "store", 33)
                        .of("loyalty_id", "L-666")
                        .trait("fullName", "Bobby <script>document.title='owned'</script>")
                        .build());
    }

    @Override
    public void close() {
        browser.close();
        hub.close();
    }

    /** Gives the shop to test methods; it is opened once and closed when all tests have ended. */
    static final class Open implements ParameterResolver {
        private record Held(Shop shop) implements ExtensionContext.Store.CloseableResource {
            @Override
            public void close() {
                shop.close();
            }
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Shop.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(Held.class, _ -> new Held(new Shop()), Held.class)
                    .shop();
        }
    }
}
