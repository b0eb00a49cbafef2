package dev.musubi.e2e.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.e2e.torture.Door.Answer;
import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Shopify: signed messages about orders, refunds and customers, in no order and some of them twice;
 * some that nobody signed, some that nobody can read.
 */
final class HookWriter {

    private static final String SECRET = "secret-of-nobody-but-this-test";
    private static final String PATH = "/hooks/shopify/main";

    /**
     * @param told what it means; nothing where it cannot be read
     */
    private record Message(String topic, byte[] body, List<Told> told) {}

    private final Random random;
    private final World world;
    private final Door hub;
    private final Model model;
    private final List<Message> waiting = new ArrayList<>();
    private long number = 5_000_000;
    private int sent;

    HookWriter(long seed, World world, Door hub, Model model) {
        this.random = new Random(seed);
        this.world = world;
        this.hub = hub;
        this.model = model;
    }

    /** The settings of a hub that believes the messages. */
    static List<String> settings() {
        return List.of(
                "--musubi.channels.shopify.main.secrets[0]=" + SECRET,
                "--musubi.channels.shopify.main.currency=" + World.CURRENCY);
    }

    int sent() {
        return sent;
    }

    void writeUntil(BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            if (waiting.size() < 10) {
                wait(random.nextInt(4) == 0 ? customer() : order());
            }
            Message next = waiting.remove(random.nextInt(waiting.size()));
            send(next);
            switch (random.nextInt(12)) {
                case 0 -> send(next);
                case 1 -> forge(next);
                case 2 -> unreadable();
                default -> {}
            }
            Door.pause(80 + random.nextInt(250));
        }
        waiting.forEach(this::send);
    }

    private void wait(List<Message> messages) {
        waiting.addAll(messages);
    }

    private List<Message> order() {
        List<Message> messages = new ArrayList<>();
        int person = random.nextInt(World.PERSONS);
        String id = Long.toString(number++);
        Instant placed = world.late(random);
        int versions = 1 + random.nextInt(3);
        for (int version = 0; version < versions; version++) {
            Instant at = placed.plusSeconds(60L * version);
            messages.add(content(id, person, placed, at, null, version == 0));
        }
        if (random.nextInt(4) == 0) {
            Instant at = placed.plusSeconds(60L * versions);
            messages.add(content(id, person, placed, at, at, false));
        }
        if (random.nextInt(4) == 0) {
            messages.add(refund(id, placed.plusSeconds(3_600)));
        }
        return messages;
    }

    private Message content(
            String id,
            int person,
            Instant placed,
            Instant at,
            @Nullable Instant cancelled,
            boolean first) {
        Map<String, Integer> goods = new TreeMap<>();
        ObjectNode order = Door.JSON.createObjectNode().put("id", Long.parseLong(id));
        order.put("created_at", placed.toString()).put("updated_at", at.toString());
        order.put("currency", World.CURRENCY).put("financial_status", "paid");
        order.put("taxes_included", true).put("name", "#S" + id);
        BigDecimal total = BigDecimal.ZERO;
        for (int i = 0; i <= random.nextInt(2); i++) {
            String sku = World.SKUS.get(random.nextInt(World.SKUS.size()));
            int pieces = 1 + random.nextInt(3);
            int price = 1 + random.nextInt(50_000);
            goods.merge(sku, pieces, Integer::sum);
            total = total.add(BigDecimal.valueOf((long) pieces * price));
            order.withArray("line_items")
                    .addObject()
                    .put("id", i + 1)
                    .put("sku", sku)
                    .put("quantity", pieces)
                    .put("price", Integer.toString(price));
        }
        order.put("total_price", total.toPlainString());
        who(order.putObject("customer"), person);
        if (cancelled != null) {
            order.put("cancelled_at", cancelled.toString());
        }
        String topic =
                first ? "orders/create" : cancelled == null ? "orders/updated" : "orders/cancelled";
        byte[] body = order.toString().getBytes(UTF_8);
        String key = World.SHOPIFY + "|" + id;
        List<Told> told = new ArrayList<>();
        told.add(
                new Told(
                        sign(topic, id, body),
                        person,
                        first ? placed : at,
                        new Told.Content(
                                key,
                                World.SHOPIFY,
                                at.getEpochSecond() * 1_000_000,
                                total,
                                false,
                                World.WEB,
                                goods)));
        if (cancelled != null) {
            String sign = World.SHOPIFY + "|cancellation:" + id;
            told.add(new Told(sign, null, cancelled, new Told.Cancelled(key)));
        }
        return new Message(topic, body, told);
    }

    private Message refund(String order, Instant at) {
        String id = Long.toString(number++);
        String sku = World.SKUS.get(random.nextInt(World.SKUS.size()));
        BigDecimal amount = BigDecimal.valueOf(1 + random.nextInt(500));
        ObjectNode refund = Door.JSON.createObjectNode().put("id", Long.parseLong(id));
        refund.put("order_id", Long.parseLong(order)).put("created_at", at.toString());
        ObjectNode line = refund.putArray("refund_line_items").addObject();
        line.put("quantity", 1).put("subtotal", amount.toPlainString());
        line.putObject("line_item").put("id", 1).put("sku", sku).put("price", "100");
        refund.putArray("transactions")
                .addObject()
                .put("kind", "refund")
                .put("status", "success")
                .put("currency", World.CURRENCY)
                .put("amount", amount.toPlainString());
        Told.Word word =
                new Told.Returned(
                        World.SHOPIFY + "|" + order, id, amount, World.WEB, Map.of(sku, 1));
        return new Message(
                "refunds/create",
                refund.toString().getBytes(UTF_8),
                List.of(new Told(World.SHOPIFY + "|refund:" + id, null, at, word)));
    }

    private List<Message> customer() {
        int person = random.nextInt(World.PERSONS);
        Instant at = world.late(random);
        boolean granted = random.nextBoolean();
        ObjectNode customer = Door.JSON.createObjectNode();
        who(customer, person);
        customer.put("updated_at", at.toString());
        customer.putObject("email_marketing_consent")
                .put("state", granted ? "subscribed" : "unsubscribed")
                .put("opt_in_level", "single_opt_in")
                .put("consent_updated_at", at.toString());
        byte[] body = customer.toString().getBytes(UTF_8);
        String id = Long.toString(World.shopifyCustomer(person));
        String decision = granted ? "granted" : "denied";
        return List.of(
                new Message(
                        "customers/update",
                        body,
                        List.of(
                                new Told(
                                        sign("customers/update", id, body),
                                        person,
                                        at,
                                        new Told.Seen()),
                                new Told(
                                        World.SHOPIFY
                                                + "|consent-email:%s %s %s"
                                                        .formatted(id, at, decision),
                                        person,
                                        at,
                                        new Told.Decided("email", World.email(person), granted)))));
    }

    private static void who(ObjectNode customer, int person) {
        customer.put("id", World.shopifyCustomer(person))
                .put("email", World.email(person))
                .put("verified_email", true);
    }

    private void send(Message message) {
        Answer answer = post(message.topic(), message.body(), hmac(message.body()));
        if (answer.status() != 200) {
            throw new AssertionError(message.topic() + " was answered " + answer);
        }
        sent++;
        message.told().forEach(model::acknowledged);
    }

    /** Another order under the signature of this one. */
    private void forge(Message message) {
        byte[] forged =
                new String(message.body(), UTF_8).replace("\"id\":", "\"id\":7").getBytes(UTF_8);
        Answer answer = post(message.topic(), forged, hmac(message.body()));
        if (answer.status() != 401) {
            throw new AssertionError("a forged message was answered " + answer);
        }
    }

    private void unreadable() {
        String body = "{\"id\":" + number++ + ",\"line_items\":[";
        Answer answer = post("orders/create", body.getBytes(UTF_8), hmac(body.getBytes(UTF_8)));
        if (answer.status() != 200) {
            throw new AssertionError("an unreadable message was answered " + answer);
        }
        sent++;
        model.deadHook(body);
    }

    private Answer post(String topic, byte[] body, String signature) {
        return hub.hook(PATH, body, "X-Shopify-Topic", topic, "X-Shopify-Hmac-Sha256", signature);
    }

    private static String sign(String topic, String id, byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return World.SHOPIFY + "|%s:%s:%s".formatted(topic, id, HexFormat.of().formatHex(hash));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String hmac(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
