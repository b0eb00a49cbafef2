package dev.musubi.order;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.WriteModel;
import dev.musubi.event.Position;
import dev.musubi.identity.Node;
import dev.musubi.order.OrderFeed.Moved;
import dev.musubi.order.OrderTotals.Sum;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/**
 * The collections {@code orders}, one document an order, and {@code orderChanges}, one for each
 * time that what an order counts has changed.
 */
final class OrderStore {

    private static final String ID = "_id";
    private static final String OWNER = OrderCodec.OWNER + ".n";
    private static final String ORDERED_AT = OrderCodec.ORDERED_AT;
    private static final String LOOK_UP = OrderCodec.LOOK_UP;
    private static final String WAITING = "waiting";

    private final MongoCollection<Document> orders;
    private final MongoCollection<Document> changes;
    private final MongoDatabase database;

    OrderStore(DocumentStore store) {
        this.database = store.database();
        this.orders = store.collection("orders");
        this.changes = store.collection("orderChanges");
    }

    void prepare() {
        orders.createIndex(ascending(OWNER, ORDERED_AT, ID));
        orders.createIndex(ascending(LOOK_UP), new IndexOptions().name("numbers"));
        changes.createIndex(ascending(OrderCodec.AT, ID));
        changes.createIndex(
                ascending(OrderCodec.AT, ID),
                new IndexOptions()
                        .name(WAITING)
                        .partialFilterExpression(eq(OrderCodec.STOCK, OrderCodec.RECEIVED)));
    }

    Map<String, Order> find(Transaction transaction, Collection<String> ids) {
        Map<String, Order> found = new HashMap<>();
        orders.find(transaction.session(), in(ID, ids))
                .batchSize(ids.size() + 1)
                .forEach(d -> found.put(d.getString(ID), OrderCodec.read(d)));
        return found;
    }

    void write(Transaction transaction, Collection<OrderChange> written, Instant now) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        List<Document> log = new ArrayList<>();
        for (OrderChange change : written) {
            Document document = OrderCodec.write(change.after());
            writes.add(
                    change.before() == null
                            ? new InsertOneModel<>(document)
                            : new ReplaceOneModel<>(eq(ID, change.after().id()), document));
            if (change.before() == null
                    || change.before().sequence() != change.after().sequence()) {
                log.add(OrderCodec.change(change, now));
            }
        }
        orders.bulkWrite(transaction.session(), writes, new BulkWriteOptions().ordered(false));
        if (!log.isEmpty()) {
            changes.insertMany(transaction.session(), log);
        }
    }

    /** The oldest changes since then that wait for the stock consumer, oldest first. */
    List<Moved> received(Instant since, int limit) {
        return changes.find(
                        and(
                                gte(OrderCodec.AT, Date.from(since)),
                                eq(OrderCodec.STOCK, OrderCodec.RECEIVED)))
                .sort(ascending(OrderCodec.AT, ID))
                .hintString(WAITING)
                .limit(limit)
                .batchSize(limit)
                .map(OrderCodec::moved)
                .into(new ArrayList<>());
    }

    /** Moves waiting changes on; the answer is how many really still waited. */
    long applied(Transaction transaction, Collection<String> ids) {
        return changes.updateMany(
                        transaction.session(),
                        and(in(ID, ids), eq(OrderCodec.STOCK, OrderCodec.RECEIVED)),
                        set(OrderCodec.STOCK, "applied"))
                .getModifiedCount();
    }

    void dead(String id, String reason) {
        changes.updateOne(
                and(eq(ID, id), eq(OrderCodec.STOCK, OrderCodec.RECEIVED)),
                combine(set(OrderCodec.STOCK, "dead"), set("reason", reason)));
    }

    Optional<Instant> oldestReceived() {
        return Optional.ofNullable(
                        changes.find(eq(OrderCodec.STOCK, OrderCodec.RECEIVED))
                                .projection(include(OrderCodec.AT))
                                .hintString(WAITING)
                                .sort(ascending(OrderCodec.AT, ID))
                                .first())
                .map(d -> d.getDate(OrderCodec.AT).toInstant());
    }

    /** The orders that these nodes own, newest first. */
    List<Order> ofOwners(Collection<String> nodes, @Nullable Position before, int limit) {
        Bson filter = in(OWNER, nodes);
        if (before != null) {
            Date at = Date.from(before.time());
            filter =
                    and(
                            filter,
                            or(lt(ORDERED_AT, at), and(eq(ORDERED_AT, at), lt(ID, before.key()))));
        }
        return orders.find(filter)
                .sort(descending(ORDERED_AT, ID))
                .limit(limit)
                .map(OrderCodec::read)
                .into(new ArrayList<>());
    }

    /** The orders that these nodes own, as the transaction sees them. */
    List<Order> ofOwners(Transaction transaction, Collection<String> nodes) {
        return orders.find(transaction.session(), in(OWNER, nodes))
                .map(OrderCodec::read)
                .into(new ArrayList<>());
    }

    /** Ids of the owned orders that events are at home in, at most {@code limit}, newest first. */
    List<String> things(Collection<String> nodes, int limit) {
        return orders.find(and(in(OWNER, nodes), eq(OrderCodec.THINGS, true)))
                .sort(descending(ORDERED_AT, ID))
                .limit(limit)
                .map(d -> d.getString(ID))
                .into(new ArrayList<>());
    }

    /** Ids and printed numbers of the newest orders of each node, at most {@code limit} orders. */
    Map<String, List<String>> numbers(Collection<String> nodes, int limit) {
        Document newest =
                new Document("from", orders.getNamespace().getCollectionName())
                        .append("localField", ID)
                        .append("foreignField", OWNER)
                        .append(
                                "pipeline",
                                List.of(
                                        new Document(
                                                "$sort",
                                                new Document(OWNER, -1)
                                                        .append(ORDERED_AT, -1)
                                                        .append(ID, -1)),
                                        new Document("$limit", limit),
                                        new Document("$project", new Document(LOOK_UP, 1))))
                        .append("as", "orders");
        Map<String, List<String>> numbers = new HashMap<>();
        database.aggregate(
                        List.of(
                                new Document(
                                        "$documents",
                                        nodes.stream().map(n -> new Document(ID, n)).toList()),
                                new Document("$lookup", newest)))
                .forEach(
                        d ->
                                numbers.put(
                                        d.getString(ID),
                                        d.getList("orders", Document.class).stream()
                                                .flatMap(
                                                        o ->
                                                                o
                                                                        .getList(
                                                                                LOOK_UP,
                                                                                String.class,
                                                                                List.of())
                                                                        .stream())
                                                .toList()));
        return numbers;
    }

    /** Who owns the orders with this printed number or id. */
    List<Node> owners(String number, int limit) {
        List<Node> owners = new ArrayList<>();
        orders.find(eq(LOOK_UP, number))
                .limit(limit)
                .forEach(
                        d -> {
                            String owner =
                                    d.getEmbedded(List.of(OrderCodec.OWNER, "n"), String.class);
                            if (owner != null) {
                                owners.add(new Node(owner));
                            }
                        });
        return owners;
    }

    OrderTotals totals(@Nullable String source) {
        List<Bson> pipeline = new ArrayList<>();
        Document match = new Document(OrderCodec.TALLY + ".0", new Document("$exists", true));
        if (source != null) {
            match.append(OrderCodec.SOURCE, source);
        }
        pipeline.add(new Document("$match", match));
        pipeline.add(new Document("$unwind", "$" + OrderCodec.TALLY));
        pipeline.add(
                new Document(
                        "$group",
                        new Document(
                                        ID,
                                        new Document("c", "$" + OrderCodec.TALLY + ".c")
                                                .append(
                                                        "p",
                                                        new Document(
                                                                "$gt",
                                                                java.util.Arrays.asList(
                                                                        "$" + OWNER, null))))
                                .append("s", new Document("$sum", "$" + OrderCodec.TALLY + ".s"))
                                .append("k", new Document("$sum", "$" + OrderCodec.TALLY + ".k"))
                                .append("a", new Document("$sum", "$" + OrderCodec.TALLY + ".a"))));
        SortedMap<String, OrderTotals.Currency> byCurrency = new TreeMap<>();
        for (Document d : orders.aggregate(pipeline)) {
            Document id = d.get(ID, Document.class);
            long sales = d.get("s", Number.class).longValue();
            long credits = d.get("k", Number.class).longValue();
            BigDecimal amount = d.get("a", Decimal128.class).bigDecimalValue();
            Sum sum = new Sum(sales + credits, sales, credits, amount);
            boolean person = id.getBoolean("p");
            OrderTotals.Currency known =
                    byCurrency.getOrDefault(
                            id.getString("c"),
                            new OrderTotals.Currency(Sum.NONE, Sum.NONE, Sum.NONE));
            byCurrency.put(
                    id.getString("c"),
                    new OrderTotals.Currency(
                            known.all().plus(sum),
                            person ? sum : known.withPerson(),
                            person ? known.withoutPerson() : sum));
        }
        return new OrderTotals(byCurrency);
    }
}
