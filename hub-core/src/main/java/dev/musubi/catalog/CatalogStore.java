package dev.musubi.catalog;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.size;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Json;
import dev.musubi.platform.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The collections {@code products} and {@code places}: one document a thing, with what each source
 * said last of it.
 */
final class CatalogStore {

    private static final String ID = "_id";
    private static final String VERSION = "version";
    private static final String PARTS = "parts";
    private static final String ALIASES = "aliases";
    private static final String BARCODE = "barcode";

    /** What it is a variant of; written with the next word about it where it is not there yet. */
    private static final String VARIANT_OF = "of";

    private static final String MENTIONED_AT = "mentionedAt";

    /** The source that mentioned it first; stubs alone have it. */
    private static final String MENTIONED_BY = "mentionedBy";

    /** A thing as it is kept. */
    record Kept(String id, long version, List<Part> parts) {
        static Kept unknown(String id) {
            return new Kept(id, 0, List.of());
        }
    }

    private final MongoCollection<Document> products;
    private final MongoCollection<Document> places;

    CatalogStore(DocumentStore store) {
        this.products = store.collection("products");
        this.places = store.collection("places");
    }

    void prepare() {
        products.createIndex(ascending(ALIASES));
        products.createIndex(ascending(BARCODE));
        products.createIndex(
                ascending(VARIANT_OF, ID),
                new IndexOptions().name(VARIANT_OF).partialFilterExpression(exists(VARIANT_OF)));
        for (MongoCollection<Document> things : List.of(products, places)) {
            things.createIndex(
                    ascending(MENTIONED_BY, ID),
                    new IndexOptions()
                            .name(MENTIONED_BY)
                            .partialFilterExpression(exists(MENTIONED_BY)));
        }
    }

    Map<String, Kept> products(@Nullable Transaction transaction, Collection<String> skus) {
        return kept(find(products, transaction, in(ID, skus)));
    }

    Map<String, Kept> places(@Nullable Transaction transaction, Collection<String> ids) {
        return kept(find(places, transaction, in(ID, ids)));
    }

    List<Kept> allPlaces() {
        return List.copyOf(kept(places.find()).values());
    }

    List<Kept> productsAfter(String sku, boolean stubs, int limit) {
        return products.find(stubs ? and(gt(ID, sku), size(PARTS, 0)) : gt(ID, sku))
                .sort(ascending(ID))
                .limit(limit)
                .map(CatalogStore::read)
                .into(new ArrayList<>());
    }

    List<Kept> withBarcode(String comparable, int limit) {
        return products.find(eq(BARCODE, comparable))
                .sort(ascending(ID))
                .limit(limit)
                .map(CatalogStore::read)
                .into(new ArrayList<>());
    }

    /** In the order of their SKUs. */
    List<Kept> variants(String of, int limit) {
        return products.find(eq(VARIANT_OF, of))
                .sort(ascending(ID))
                .limit(limit)
                .map(CatalogStore::read)
                .into(new ArrayList<>());
    }

    /** The SKUs that have these other names, by the name. */
    Map<String, String> skus(Transaction transaction, Collection<String> aliases) {
        Map<String, String> skus = new HashMap<>();
        find(products, transaction, in(ALIASES, aliases))
                .sort(ascending(ID))
                .forEach(
                        d ->
                                d.getList(ALIASES, String.class)
                                        .forEach(a -> skus.putIfAbsent(a, d.getString(ID))));
        skus.keySet().retainAll(aliases);
        return skus;
    }

    void writeProducts(Transaction transaction, Map<Kept, Product> written) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        written.forEach(
                (kept, product) -> {
                    Document d = write(kept).append(ALIASES, product.aliases());
                    if (product.barcode() != null) {
                        d.append(BARCODE, Gtin.comparable(product.barcode()));
                    }
                    if (product.product() != null) {
                        d.append(VARIANT_OF, product.product());
                    }
                    writes.add(replaced(d));
                });
        products.bulkWrite(transaction.session(), writes, new BulkWriteOptions().ordered(false));
    }

    void writePlaces(Transaction transaction, Collection<Kept> written) {
        places.bulkWrite(
                transaction.session(),
                written.stream().map(CatalogStore::write).map(CatalogStore::replaced).toList(),
                new BulkWriteOptions().ordered(false));
    }

    /** Makes a stub of each product that is not there. */
    void mentionProducts(Transaction transaction, Map<String, String> sources, Instant now) {
        mention(products, transaction, sources, now);
    }

    /** Makes a stub of each place that is not there. */
    void mentionPlaces(Transaction transaction, Map<String, String> sources, Instant now) {
        mention(places, transaction, sources, now);
    }

    private static void mention(
            MongoCollection<Document> things,
            Transaction transaction,
            Map<String, String> sources,
            Instant now) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        sources.forEach(
                (id, source) -> {
                    Document stub =
                            new Document(VERSION, 1L)
                                    .append(PARTS, List.of())
                                    .append(MENTIONED_AT, Date.from(now));
                    if (!source.isEmpty()) {
                        stub.append(MENTIONED_BY, source);
                    }
                    writes.add(
                            new UpdateOneModel<>(
                                    eq(ID, id),
                                    new Document("$setOnInsert", stub),
                                    new UpdateOptions().upsert(true)));
                });
        things.bulkWrite(transaction.session(), writes, new BulkWriteOptions().ordered(false));
    }

    /** What was mentioned under these names is known by now, under another one. */
    void explain(Transaction transaction, Collection<String> aliases) {
        products.updateMany(transaction.session(), in(ID, aliases), unset(MENTIONED_BY));
    }

    Map<String, Stubs> productStubs() {
        return stubs(products);
    }

    Map<String, Stubs> placeStubs() {
        return stubs(places);
    }

    /** Answered by the index alone. */
    private static Map<String, Stubs> stubs(MongoCollection<Document> things) {
        Document first = new Document("input", "$" + ID).append("n", Stubs.EXAMPLES);
        Map<String, Stubs> stubs = new TreeMap<>();
        things.aggregate(
                        List.of(
                                Aggregates.match(gt(MENTIONED_BY, "")),
                                Aggregates.sort(ascending(MENTIONED_BY, ID)),
                                Aggregates.limit(Stubs.COUNTED),
                                new Document(
                                        "$group",
                                        new Document(ID, "$" + MENTIONED_BY)
                                                .append("count", new Document("$sum", 1L))
                                                .append("first", new Document("$firstN", first)))))
                .hintString(MENTIONED_BY)
                .forEach(
                        d ->
                                stubs.put(
                                        d.getString(ID),
                                        new Stubs(
                                                d.getLong("count"),
                                                d.getList("first", String.class))));
        return stubs;
    }

    private static FindIterable<Document> find(
            MongoCollection<Document> things, @Nullable Transaction transaction, Bson filter) {
        if (transaction == null) {
            return things.find(filter);
        }
        ClientSession session = transaction.session();
        return things.find(session, filter);
    }

    private static Map<String, Kept> kept(FindIterable<Document> found) {
        Map<String, Kept> kept = new HashMap<>();
        found.forEach(d -> kept.put(d.getString(ID), read(d)));
        return kept;
    }

    private static WriteModel<Document> replaced(Document d) {
        return new ReplaceOneModel<>(eq(ID, d.getString(ID)), d, new ReplaceOptions().upsert(true));
    }

    private static Document write(Kept kept) {
        return new Document(ID, kept.id())
                .append(VERSION, kept.version())
                .append(
                        PARTS,
                        kept.parts().stream()
                                .map(
                                        p ->
                                                new Document("source", p.source())
                                                        .append("at", Date.from(p.at()))
                                                        .append("event", p.event())
                                                        .append("data", Json.write(p.data())))
                                .toList());
    }

    private static Kept read(Document d) {
        return new Kept(
                d.getString(ID),
                d.getLong(VERSION),
                d.getList(PARTS, Document.class).stream()
                        .map(
                                p ->
                                        new Part(
                                                p.getString("source"),
                                                p.getDate("at").toInstant(),
                                                p.getString("event"),
                                                Json.read(p.getString("data"))))
                        .toList());
    }
}
