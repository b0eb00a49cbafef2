package dev.musubi.e2e.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.e2e.torture.Door.Answer;
import dev.musubi.e2e.torture.Told.Word;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A shop that tells the hub by REST: one event or several at once, late, out of order, some of them
 * again, some with an id that is taken, some that are none.
 */
final class ShopWriter {

    /** What the hub has to say to an event. */
    private enum Expected {
        KEPT,
        REJECTED,
        CONFLICT
    }

    /**
     * @param told what it means, where it is to be kept
     */
    private record Letter(ObjectNode event, @Nullable Told told, Expected expected) {}

    /** An order that may still change; nobody's where a guest ordered. */
    private record Open(@Nullable Integer person, String id, long version) {}

    private final String name;
    private final Random random;
    private final World world;
    private final Door hub;
    private final Model model;
    private final List<Open> open = new ArrayList<>();
    private final List<Letter> late = new ArrayList<>();
    private @Nullable ObjectNode taken;
    private int number;

    ShopWriter(String name, long seed, World world, Door hub, Model model) {
        this.name = name;
        this.random = new Random(seed);
        this.world = world;
        this.hub = hub;
        this.model = model;
    }

    void writeUntil(BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            List<Letter> batch = new ArrayList<>();
            int size = random.nextBoolean() ? 1 : 2 + random.nextInt(8);
            while (batch.size() < size) {
                Letter letter = next();
                if (random.nextInt(5) == 0) {
                    late.add(letter);
                } else {
                    batch.add(letter);
                }
            }
            if (!late.isEmpty() && random.nextInt(3) == 0) {
                batch.add(late.remove(random.nextInt(late.size())));
            }
            send(batch);
            if (random.nextInt(15) == 0) {
                batch.forEach(letter -> send(List.of(letter)));
            }
            Door.pause(40 + random.nextInt(120));
        }
        Collections.shuffle(late, random);
        while (!late.isEmpty()) {
            List<Letter> batch = late.subList(0, Math.min(50, late.size()));
            send(batch);
            batch.clear();
        }
    }

    /** Tells who these people are, by all names that they have. */
    void introduce(int from, int to, Instant at) {
        List<Letter> batch = new ArrayList<>();
        for (int person = from; person < to; person++) {
            ObjectNode event = event("profile.identified", at);
            identify(event, person, 0);
            identifier(event, "loyalty_id", null, World.card(person));
            identifier(
                    event,
                    "customer_id",
                    "shopify-main",
                    Long.toString(World.shopifyCustomer(person)));
            batch.add(kept(event, person, at, new Told.Seen()));
        }
        send(batch);
    }

    private Letter next() {
        int kind = random.nextInt(24);
        if (kind < 3) {
            return sale();
        }
        if (kind < 8 || open.isEmpty() && kind >= 16) {
            Integer person = random.nextInt(10) == 0 ? null : random.nextInt(World.PERSONS);
            Open order = new Open(person, name + "o" + number + "x", 1);
            open.add(order);
            return content("order.placed", order, world.late(random));
        }
        if (kind < 14) {
            return ofSomebody();
        }
        if (kind < 15) {
            return rejected();
        }
        if (kind < 16) {
            return taken == null ? rejected() : conflicting(taken);
        }
        return changed(open.remove(random.nextInt(open.size())));
    }

    /** A sale that is never spoken of again. */
    private Letter sale() {
        Integer person = random.nextInt(10) == 0 ? null : random.nextInt(World.PERSONS);
        Open order = new Open(person, name + "s" + number + "x", 1);
        return content("order.placed", order, world.early(random));
    }

    private Letter ofSomebody() {
        int person = random.nextInt(World.PERSONS);
        Instant at = world.late(random);
        switch (random.nextInt(6)) {
            case 0 -> {
                ObjectNode event = event("email.unsubscribed", at);
                identify(event, person, 1);
                event.putObject("data").put("campaign", "autumn");
                return kept(event, person, at, new Told.Unsubscribed());
            }
            case 1, 2 -> {
                boolean granted = random.nextInt(3) > 0;
                String channel = random.nextInt(4) == 0 ? "sms" : "email";
                boolean everywhere = channel.equals("sms") || random.nextInt(3) == 0;
                ObjectNode event = event("consent.changed", at);
                identify(event, person, random.nextInt(4));
                ObjectNode data = event.putObject("data");
                data.put("purpose", "marketing").put("channel", channel);
                data.put("decision", granted ? "granted" : "denied");
                if (!everywhere) {
                    data.put("contactPoint", World.email(person));
                }
                String point = everywhere ? "*" : World.email(person);
                return kept(event, person, at, new Told.Decided(channel, point, granted));
            }
            default -> {
                ObjectNode event = event("page.viewed", at);
                identify(event, person, random.nextInt(4));
                event.putObject("data").put("url", "/");
                return kept(event, person, at, new Told.Seen());
            }
        }
    }

    private Letter changed(Open order) {
        Instant at = world.late(random);
        switch (random.nextInt(4)) {
            case 0 -> {
                ObjectNode event = step("order.cancelled", order, at);
                return kept(event, named(event, order), at, new Told.Cancelled(id(order)));
            }
            case 1 -> {
                open.add(order);
                String returnId = name + "r" + number;
                BigDecimal amount = BigDecimal.valueOf(1 + random.nextInt(500));
                Map<String, Integer> goods = goods(1);
                ObjectNode event = step("order.returned", order, at);
                String place = random.nextBoolean() ? location(event) : null;
                ObjectNode data = (ObjectNode) event.get("data");
                data.put("returnId", returnId).put("currency", World.CURRENCY);
                data.put("total", amount.toPlainString());
                lines(data, goods, amount);
                Word word = new Told.Returned(id(order), returnId, amount, place, goods);
                return kept(event, named(event, order), at, word);
            }
            default -> {
                Integer person = order.person();
                if (person != null && random.nextInt(8) == 0) {
                    person = random.nextInt(World.PERSONS);
                }
                Open newer = new Open(person, order.id(), order.version() + 1);
                open.add(newer);
                return content("order.updated", newer, at);
            }
        }
    }

    /** A step may name nobody: the order knows whose it is. */
    private ObjectNode step(String type, Open order, Instant at) {
        ObjectNode event = event(type, at);
        if (order.person() != null && random.nextBoolean()) {
            identify(event, order.person(), random.nextInt(4));
        }
        event.putObject("data").put("orderId", order.id());
        return event;
    }

    private static @Nullable Integer named(ObjectNode event, Open order) {
        return event.has("identifiers") ? order.person() : null;
    }

    private Letter content(String type, Open order, Instant at) {
        ObjectNode event = event(type, at);
        if (order.person() != null) {
            identify(event, order.person(), random.nextInt(4));
        }
        String place = random.nextInt(4) == 0 ? null : location(event);
        boolean credit = order.id().hashCode() % 12 == 0;
        BigDecimal total = BigDecimal.valueOf(random.nextLong(1, 50_000_000), random.nextInt(7));
        BigDecimal worth = credit ? total.negate() : total;
        Map<String, Integer> goods = goods(1 + random.nextInt(3));
        ObjectNode data = event.putObject("data").put("orderId", order.id());
        data.put("version", order.version()).put("currency", World.CURRENCY);
        data.put("total", worth.toPlainString()).put("kind", credit ? "credit" : "sale");
        lines(data, goods, worth);
        Word word =
                new Told.Content(
                        id(order), World.SHOP, order.version(), worth, credit, place, goods);
        return kept(event, order.person(), at, word);
    }

    private String location(ObjectNode event) {
        String place = World.LOCATIONS.get(random.nextInt(World.LOCATIONS.size()));
        event.put("location", place);
        return place;
    }

    private Map<String, Integer> goods(int kinds) {
        Map<String, Integer> goods = new TreeMap<>();
        for (int i = 0; i < kinds; i++) {
            goods.put(World.SKUS.get(random.nextInt(World.SKUS.size())), 1 + random.nextInt(5));
        }
        return goods;
    }

    private static void lines(ObjectNode data, Map<String, Integer> goods, BigDecimal amount) {
        ArrayNode lines = data.putArray("lines");
        goods.forEach(
                (sku, pieces) ->
                        lines.addObject()
                                .put("sku", sku)
                                .put("quantity", pieces)
                                .put("amount", lines.size() == 1 ? amount.toPlainString() : "0"));
    }

    /** One that the contract does not allow, of an order that must never be. */
    private Letter rejected() {
        Letter good = sale();
        switch (random.nextInt(4)) {
            case 0 -> good.event().put("time", "1850-01-01T00:00:00Z");
            case 1 -> good.event().remove("channel");
            case 2 -> ((ObjectNode) good.event().get("data")).put("total", "NaN");
            default -> ((ObjectNode) good.event().get("data")).remove("currency");
        }
        return new Letter(good.event(), null, Expected.REJECTED);
    }

    /** Another order of somebody else under an id that is taken. */
    private Letter conflicting(JsonNode before) {
        Letter other = sale();
        other.event().set("id", before.get("id"));
        return new Letter(other.event(), null, Expected.CONFLICT);
    }

    private ObjectNode event(String type, Instant at) {
        return Door.JSON
                .createObjectNode()
                .put("source", World.SHOP)
                .put("id", name + "-" + number++)
                .put("type", type)
                .put("channel", World.WEB)
                .put("time", at.toString());
    }

    /**
     * @param by 1: the address alone, 2: the account alone, else both
     */
    private static void identify(ObjectNode event, int person, int by) {
        if (by != 1) {
            identifier(event, "customer_id", "shop", World.customer(person));
        }
        if (by != 2) {
            identifier(event, "email", null, World.email(person)).put("verified", true);
        }
    }

    private static ObjectNode identifier(
            ObjectNode event, String type, @Nullable String namespace, String value) {
        ObjectNode identifier = event.withArray("identifiers").addObject().put("type", type);
        if (namespace != null) {
            identifier.put("namespace", namespace);
        }
        return identifier.put("value", value);
    }

    private static String id(Open order) {
        return World.SHOP + "|" + order.id();
    }

    private static Letter kept(ObjectNode event, @Nullable Integer person, Instant at, Word word) {
        return new Letter(event, new Told(key(event), person, at, word), Expected.KEPT);
    }

    private static String key(JsonNode event) {
        return event.path("source").asText() + "|" + event.path("id").asText();
    }

    private void send(List<Letter> batch) {
        JsonNode body = batch.getFirst().event();
        if (batch.size() > 1) {
            ObjectNode whole = Door.JSON.createObjectNode();
            ArrayNode events = whole.putArray("events");
            batch.forEach(letter -> events.add(letter.event()));
            body = whole;
        }
        Answer answer = hub.post("/api/v1/events", body);
        JsonNode results = answer.body().path("results");
        boolean all = batch.stream().allMatch(l -> l.expected() == Expected.REJECTED);
        if (answer.status() != (all ? 422 : 202) || results.size() != batch.size()) {
            throw new AssertionError(name + " was answered " + answer);
        }
        for (int i = 0; i < batch.size(); i++) {
            answered(batch.get(i), results.get(i));
        }
    }

    private void answered(Letter letter, JsonNode result) {
        String status = result.path("status").asText();
        boolean right =
                switch (letter.expected()) {
                    case KEPT -> status.equals("accepted") || status.equals("duplicate");
                    case REJECTED -> status.equals("rejected");
                    case CONFLICT -> status.equals("conflict");
                };
        if (!right || !key(result).equals(key(letter.event()))) {
            throw new AssertionError(letter.event() + " was answered " + result);
        }
        if (letter.told() != null) {
            model.acknowledged(letter.told());
            taken = letter.event();
        } else if (letter.expected() == Expected.REJECTED) {
            model.refused(key(letter.event()));
        } else {
            model.conflicting(key(letter.event()));
        }
    }
}
