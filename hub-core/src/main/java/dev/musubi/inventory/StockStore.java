package dev.musubi.inventory;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import dev.musubi.inventory.Entry.Kind;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Decimal128;
import org.bson.types.MaxKey;
import org.jspecify.annotations.Nullable;

/**
 * The collections {@code stockPositions}, one document a SKU and location, and {@code stockLedger},
 * one for each count and movement.
 */
final class StockStore {

    private static final String ID = "_id";
    private static final String LOCATION = "l";
    private static final String SKU = "s";
    private static final String KIND = "k";
    private static final String QUANTITY = "q";
    private static final String AT = "at";
    private static final String SEQUENCE = "seq";
    private static final String SOURCE = "src";
    private static final String CAUSE = "ev";
    private static final String COUNTED = "counted";
    private static final String SINCE = "since";
    private static final String REPORTS = "reports";
    private static final String SOLD = "sold";
    private static final String VERSION = "v";

    private final MongoCollection<Document> positions;
    private final MongoCollection<Document> ledger;

    StockStore(DocumentStore store) {
        this.positions = store.collection("stockPositions");
        this.ledger = store.collection("stockLedger");
    }

    void prepare() {
        positions.createIndex(ascending(ID + "." + SKU));
        ledger.createIndex(ascending(SKU, LOCATION, AT, ID));
    }

    Map<Spot, StockPosition> find(Transaction transaction, Collection<Spot> spots) {
        Map<Spot, StockPosition> found = new HashMap<>();
        positions
                .find(transaction.session(), in(ID, spots.stream().map(StockStore::key).toList()))
                .batchSize(spots.size() + 1)
                .map(StockStore::position)
                .forEach(p -> found.put(p.spot(), p));
        return found;
    }

    List<StockPosition> ofSku(Transaction transaction, String sku) {
        return positions
                .find(transaction.session(), eq(ID + "." + SKU, sku))
                .map(StockStore::position)
                .into(new ArrayList<>());
    }

    List<StockPosition> ofSkus(Collection<String> skus) {
        return positions
                .find(in(ID + "." + SKU, skus))
                .batchSize(2_000)
                .map(StockStore::position)
                .into(new ArrayList<>());
    }

    List<StockPosition> at(String location, Collection<String> skus) {
        return positions
                .find(in(ID, skus.stream().map(s -> key(new Spot(location, s))).toList()))
                .map(StockStore::position)
                .into(new ArrayList<>());
    }

    /** What the movements at each spot come to after that time. */
    Map<Spot, BigDecimal> sums(Transaction transaction, Map<Spot, Instant> after) {
        List<Bson> each = new ArrayList<>();
        after.forEach((spot, at) -> each.add(and(of(spot), gt(AT, Date.from(at)))));
        Document group =
                new Document(ID, new Document(LOCATION, "$" + LOCATION).append(SKU, "$" + SKU))
                        .append(QUANTITY, new Document("$sum", "$" + QUANTITY));
        Map<Spot, BigDecimal> sums = new HashMap<>();
        ledger.aggregate(
                        transaction.session(),
                        List.of(
                                new Document(
                                        "$match",
                                        and(or(each), ne(KIND, Kind.COUNTED.wire()))
                                                .toBsonDocument()),
                                new Document("$group", group)))
                .forEach(d -> sums.put(spot(d.get(ID, Document.class)), decimal(d, QUANTITY)));
        return sums;
    }

    /** Everything that was booked under one name is of another one from now on. */
    void rename(Transaction transaction, String from, String to) {
        ledger.updateMany(transaction.session(), eq(SKU, from), set(SKU, to));
        positions.deleteMany(transaction.session(), eq(ID + "." + SKU, from));
    }

    void write(
            Transaction transaction,
            Collection<StockPosition> changed,
            Collection<Entry> entries,
            Instant now) {
        if (!changed.isEmpty()) {
            positions.bulkWrite(
                    transaction.session(),
                    changed.stream()
                            .map(
                                    p ->
                                            new ReplaceOneModel<>(
                                                    eq(ID, key(p.spot())),
                                                    document(p),
                                                    new ReplaceOptions().upsert(true)))
                            .toList(),
                    new BulkWriteOptions().ordered(false));
        }
        if (!entries.isEmpty()) {
            ledger.insertMany(
                    transaction.session(),
                    entries.stream()
                            .map(e -> document(e).append("bookedAt", Date.from(now)))
                            .toList(),
                    new InsertManyOptions().ordered(false));
        }
    }

    /** Places of positions after this one, in no order that means anything. */
    List<Spot> spotsAfter(@Nullable Spot spot, int limit) {
        return positions
                .find(spot == null ? new Document() : gt(ID, key(spot)))
                .projection(include(ID))
                .sort(ascending(ID))
                .limit(limit)
                .map(d -> spot(d.get(ID, Document.class)))
                .into(new ArrayList<>());
    }

    /** Places that the ledger speaks of, each once, in no order. */
    void booked(Consumer<Spot> visit) {
        ledger.aggregate(
                        List.of(
                                new Document(
                                        "$group",
                                        new Document(
                                                ID,
                                                new Document(LOCATION, "$" + LOCATION)
                                                        .append(SKU, "$" + SKU)))))
                .allowDiskUse(true)
                .forEach(d -> visit.accept(spot(d.get(ID, Document.class))));
    }

    /** Everything that was booked at a place, as the transaction sees it, in no order. */
    List<Entry> entries(Transaction transaction, Spot spot) {
        return ledger.find(transaction.session(), of(spot))
                .map(StockStore::entry)
                .into(new ArrayList<>());
    }

    /** The newest entries of a position, newest first. */
    List<Entry> entries(Spot spot, int limit) {
        return ledger.find(of(spot))
                .sort(descending(SKU, LOCATION, AT, ID))
                .limit(limit)
                .map(StockStore::entry)
                .into(new ArrayList<>());
    }

    /** How fresh the counts of the first positions of a place are, in the order of their keys. */
    Freshness freshness(String location, Instant since, int limit) {
        Document counted =
                new Document("$gt", List.of("$" + COUNTED + "." + AT, Date.from(Instant.EPOCH)));
        Document old =
                new Document(
                        "$and",
                        List.of(
                                counted,
                                new Document(
                                        "$lt",
                                        List.of("$" + COUNTED + "." + AT, Date.from(since)))));
        Document found =
                positions
                        .aggregate(
                                List.of(
                                        Aggregates.match(
                                                and(
                                                        gt(ID, new Document(LOCATION, location)),
                                                        lt(
                                                                ID,
                                                                new Document(LOCATION, location)
                                                                        .append(
                                                                                SKU,
                                                                                new MaxKey())))),
                                        Aggregates.limit(limit + 1),
                                        Aggregates.group(
                                                null,
                                                Accumulators.sum("known", 1L),
                                                Accumulators.sum("items", oneIf(counted)),
                                                Accumulators.sum("old", oneIf(old)),
                                                Accumulators.max(
                                                        "newest", "$" + COUNTED + "." + AT))))
                        .first();
        if (found == null) {
            return new Freshness(0, 0, null, false);
        }
        Date newest = found.getDate("newest");
        return new Freshness(
                found.getLong("items"),
                found.getLong("old"),
                newest == null ? null : newest.toInstant(),
                found.getLong("known") > limit);
    }

    private static Document oneIf(Document condition) {
        return new Document("$cond", List.of(condition, 1L, 0L));
    }

    private static Bson of(Spot spot) {
        return and(eq(SKU, spot.sku()), eq(LOCATION, spot.location()));
    }

    private static Document key(Spot spot) {
        return new Document(LOCATION, spot.location()).append(SKU, spot.sku());
    }

    private static Spot spot(Document key) {
        return new Spot(key.getString(LOCATION), key.getString(SKU));
    }

    private static Document document(Entry entry) {
        return new Document(ID, entry.id())
                .append(LOCATION, entry.spot().location())
                .append(SKU, entry.spot().sku())
                .append(KIND, entry.kind().wire())
                .append(QUANTITY, new Decimal128(entry.quantity()))
                .append(AT, Date.from(entry.at()))
                .append(SEQUENCE, entry.sequence())
                .append(SOURCE, entry.source())
                .append(CAUSE, entry.cause());
    }

    private static Entry entry(Document d) {
        return new Entry(
                d.getString(ID),
                spot(d),
                Kind.ofWire(d.getString(KIND)),
                decimal(d, QUANTITY),
                d.getDate(AT).toInstant(),
                d.getLong(SEQUENCE),
                d.getString(SOURCE),
                d.getString(CAUSE));
    }

    private static Document document(StockPosition position) {
        List<Document> sold = new ArrayList<>();
        position.sold()
                .forEach(
                        (day, quantity) ->
                                sold.add(
                                        new Document("d", day)
                                                .append(QUANTITY, new Decimal128(quantity))));
        return new Document(ID, key(position.spot()))
                .append(COUNTED, position.counted() == null ? null : document(position.counted()))
                .append(SINCE, new Decimal128(position.since()))
                .append(
                        REPORTS,
                        position.reports().values().stream().map(StockStore::document).toList())
                .append(SOLD, sold)
                .append(VERSION, position.version());
    }

    private static Document document(Count count) {
        return new Document(QUANTITY, new Decimal128(count.quantity()))
                .append(AT, Date.from(count.at()))
                .append(SEQUENCE, count.sequence())
                .append(SOURCE, count.source())
                .append(CAUSE, count.event());
    }

    private static StockPosition position(Document d) {
        SortedMap<String, Count> reports = new TreeMap<>();
        for (Document r : d.getList(REPORTS, Document.class)) {
            Count count = count(r);
            reports.put(count.source(), count);
        }
        SortedMap<Long, BigDecimal> sold = new TreeMap<>();
        for (Document s : d.getList(SOLD, Document.class)) {
            sold.put(s.getLong("d"), decimal(s, QUANTITY));
        }
        Document counted = d.get(COUNTED, Document.class);
        return new StockPosition(
                spot(d.get(ID, Document.class)),
                counted == null ? null : count(counted),
                decimal(d, SINCE),
                reports,
                sold,
                d.getLong(VERSION));
    }

    private static Count count(Document d) {
        return new Count(
                decimal(d, QUANTITY),
                d.getDate(AT).toInstant(),
                d.getLong(SEQUENCE),
                d.getString(SOURCE),
                d.getString(CAUSE));
    }

    private static BigDecimal decimal(Document d, String field) {
        return d.get(field, Decimal128.class).bigDecimalValue();
    }
}
