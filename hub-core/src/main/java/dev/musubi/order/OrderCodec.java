package dev.musubi.order;

import dev.musubi.event.OrderLine;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Node;
import dev.musubi.order.Order.Content;
import dev.musubi.order.Order.Owner;
import dev.musubi.order.Order.Returned;
import dev.musubi.order.Order.Step;
import dev.musubi.order.OrderFeed.Moved;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/** Orders as documents, and back. */
final class OrderCodec {

    static final String SYSTEM = "system";
    static final String ORDER_ID = "orderId";
    static final String ORDERED_AT = "orderedAt";
    static final String SOURCE = "source";
    static final String OWNER = "owner";
    private static final String RECEIPT = "receipt";
    static final String THINGS = "things";
    static final String LOOK_UP = "lookUp";
    static final String TALLY = "tally";
    static final String AT = "at";

    /** In the log of changes: how far a change has come with the stock consumer. */
    static final String STOCK = "stock";

    static final String RECEIVED = "received";

    private static final String CONTENT = "content";
    private static final String STEPS = "steps";
    private static final String RETURNS = "returns";
    private static final String SEQUENCE = "sequence";

    private OrderCodec() {}

    static Document write(Order order) {
        Document d =
                new Document("_id", order.id())
                        .append(SYSTEM, order.system())
                        .append(ORDER_ID, order.orderId())
                        .append(SEQUENCE, order.sequence())
                        .append(THINGS, order.things());
        TreeSet<String> lookUp = new TreeSet<>(List.of(order.orderId()));
        if (order.orderedAt() != null) {
            d.append(ORDERED_AT, Date.from(order.orderedAt()));
        }
        if (order.content() != null) {
            lookUp.addAll(order.content().numbers());
            d.append(SOURCE, order.content().source()).append(CONTENT, content(order.content()));
        }
        if (order.owner() != null) {
            d.append(OWNER, stamp(order.owner().stamp()).append("n", order.owner().node().key()));
        }
        if (order.receipt() != null) {
            d.append(
                    RECEIPT,
                    stamp(order.receipt().stamp()).append("n", order.receipt().node().key()));
        }
        List<Document> steps = new ArrayList<>();
        order.steps().forEach((k, s) -> steps.add(stamp(s).append("k", k.wire())));
        List<Document> returns = new ArrayList<>();
        order.returns().values().forEach(r -> returns.add(returned(r)));
        return d.append(LOOK_UP, List.copyOf(lookUp))
                .append(STEPS, steps)
                .append(RETURNS, returns)
                .append(TALLY, tally(order));
    }

    /** One element a currency; the first carries the counts. */
    private static List<Document> tally(Order order) {
        Tally tally = order.tally();
        List<Document> parts = new ArrayList<>();
        if (tally.isNone() || order.content() == null) {
            return parts;
        }
        String first = order.content().currency();
        parts.add(part(first, tally.sales(), tally.credits(), tally.revenue().get(first)));
        tally.revenue()
                .forEach(
                        (currency, amount) -> {
                            if (!currency.equals(first)) {
                                parts.add(part(currency, 0, 0, amount));
                            }
                        });
        return parts;
    }

    private static Document part(
            String currency, long sales, long credits, @Nullable BigDecimal amount) {
        return new Document("c", currency)
                .append("s", sales)
                .append("k", credits)
                .append("a", decimal(amount == null ? BigDecimal.ZERO : amount));
    }

    static Order read(Document d) {
        SortedMap<Step, Stamp> steps = new TreeMap<>();
        for (Document s : d.getList(STEPS, Document.class, List.of())) {
            steps.put(Step.ofType("order." + s.getString("k")).orElseThrow(), stamp(s));
        }
        SortedMap<String, Returned> returns = new TreeMap<>();
        for (Document r : d.getList(RETURNS, Document.class, List.of())) {
            Returned returned = returned(r);
            returns.put(returned.returnId(), returned);
        }
        Document content = d.get(CONTENT, Document.class);
        Document owner = d.get(OWNER, Document.class);
        Document receipt = d.get(RECEIPT, Document.class);
        return new Order(
                d.getString("_id"),
                d.getString(SYSTEM),
                d.getString(ORDER_ID),
                instant(d.getDate(ORDERED_AT)),
                content == null ? null : content(content, d.getString(SOURCE)),
                owner == null ? null : new Owner(stamp(owner), new Node(owner.getString("n"))),
                receipt == null
                        ? null
                        : new Owner(stamp(receipt), new Node(receipt.getString("n"))),
                steps,
                returns,
                d.getBoolean(THINGS),
                d.getLong(SEQUENCE));
    }

    /** The log entry of a change: what counted before, and what counts after. */
    static Document change(OrderChange change, Instant now) {
        return new Document(
                        "_id", "%s|%012d".formatted(change.after().id(), change.after().sequence()))
                .append("order", change.after().id())
                .append("seq", change.after().sequence())
                .append(AT, Date.from(now))
                .append("old", effect(change.before()))
                .append("new", effect(change.after()))
                .append(STOCK, RECEIVED);
    }

    private static @Nullable Document effect(@Nullable Order order) {
        if (order == null || (order.content() == null && order.returns().isEmpty())) {
            return null;
        }
        Effect effect = Effect.of(order);
        Content content = order.content();
        return new Document("event", content == null ? null : content.stamp().event())
                .append("channel", effect.channel())
                .append("location", effect.location())
                .append("credit", effect.credit())
                .append("cancelled", order.cancelled())
                .append("cancelledAt", date(effect.cancelledAt()))
                .append("owner", order.owner() == null ? null : order.owner().node().key())
                .append("time", date(order.orderedAt()))
                .append("told", date(effect.toldAt()))
                .append("lines", lines(effect.lines()))
                .append("returns", effect.returns().stream().map(OrderCodec::returned).toList());
    }

    static Moved moved(Document d) {
        return new Moved(
                d.getString("_id"),
                d.getString("order"),
                d.getDate(AT).toInstant(),
                effect(d.get("old", Document.class)),
                effect(d.get("new", Document.class)));
    }

    private static @Nullable Effect effect(@Nullable Document d) {
        return d == null
                ? null
                : new Effect(
                        source(d.getString("event")),
                        d.getString("channel"),
                        d.getString("location"),
                        d.getBoolean("credit"),
                        instant(d.getDate("told")),
                        instant(d.getDate("cancelledAt")),
                        lines(d),
                        d.getList("returns", Document.class).stream()
                                .map(OrderCodec::returned)
                                .toList());
    }

    private static @Nullable String source(@Nullable String event) {
        return event == null ? null : StoredEvent.source(event);
    }

    private static @Nullable Date date(@Nullable Instant time) {
        return time == null ? null : Date.from(time);
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    private static Document content(Content content) {
        return stamp(content.stamp())
                .append("channel", content.channel())
                .append("location", content.location())
                .append("credit", content.credit())
                .append("currency", content.currency())
                .append("revenue", decimal(content.revenue()))
                .append("mismatch", content.mismatch())
                .append("incomplete", content.incomplete())
                .append("paymentStatus", content.paymentStatus())
                .append("numbers", List.copyOf(content.numbers()))
                .append("lines", lines(content.lines()));
    }

    private static Content content(Document d, String source) {
        return new Content(
                stamp(d),
                source,
                d.getString("channel"),
                d.getString("location"),
                d.getBoolean("credit"),
                d.getString("currency"),
                decimal(d, "revenue"),
                d.getBoolean("mismatch"),
                d.getBoolean("incomplete"),
                d.getString("paymentStatus"),
                new TreeSet<>(d.getList("numbers", String.class)),
                lines(d));
    }

    private static Document returned(Returned returned) {
        return stamp(returned.stamp())
                .append("id", returned.returnId())
                .append("currency", returned.currency())
                .append("amount", decimal(returned.amount()))
                .append("channel", returned.channel())
                .append("location", returned.location())
                .append("lines", lines(returned.lines()));
    }

    private static Returned returned(Document d) {
        return new Returned(
                stamp(d),
                d.getString("id"),
                d.getString("currency"),
                decimal(d, "amount"),
                d.getString("channel"),
                d.getString("location"),
                lines(d));
    }

    private static Document stamp(Stamp stamp) {
        return new Document("v", stamp.version())
                .append("at", Date.from(stamp.at()))
                .append("ev", stamp.event());
    }

    private static Stamp stamp(Document d) {
        return new Stamp(d.getLong("v"), d.getDate("at").toInstant(), d.getString("ev"));
    }

    private static List<Document> lines(List<OrderLine> lines) {
        List<Document> documents = new ArrayList<>(lines.size());
        for (OrderLine line : lines) {
            Document d =
                    new Document("sku", line.sku())
                            .append("q", decimal(line.quantity()))
                            .append("k", line.kind().wire());
            append(d, "p", line.unitPrice());
            append(d, "a", line.amount());
            append(d, "d", line.discount());
            append(d, "t", line.tax());
            documents.add(d);
        }
        return documents;
    }

    private static List<OrderLine> lines(Document parent) {
        return parent.getList("lines", Document.class).stream()
                .map(
                        d ->
                                new OrderLine(
                                        d.getString("sku"),
                                        decimal(d, "q"),
                                        optional(d, "p"),
                                        optional(d, "a"),
                                        OrderLine.Kind.ofWire(d.getString("k")),
                                        optional(d, "d"),
                                        optional(d, "t")))
                .toList();
    }

    private static void append(Document d, String name, @Nullable BigDecimal value) {
        if (value != null) {
            d.append(name, decimal(value));
        }
    }

    private static Decimal128 decimal(BigDecimal value) {
        return new Decimal128(value);
    }

    private static BigDecimal decimal(Document d, String name) {
        return d.get(name, Decimal128.class).bigDecimalValue();
    }

    private static @Nullable BigDecimal optional(Document d, String name) {
        Decimal128 value = d.get(name, Decimal128.class);
        return value == null ? null : value.bigDecimalValue();
    }
}
