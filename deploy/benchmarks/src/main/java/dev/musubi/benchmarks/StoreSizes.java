package dev.musubi.benchmarks;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;

/** How much the hub keeps in its mongod, and how much of that is in mongod's memory. */
final class StoreSizes implements AutoCloseable {

    private static final String DATABASE = "musubi";

    /** One collection: how many documents, and bytes on disk of these and of its indexes. */
    record Collection(long documents, long storage, long indexes, long uncompressed) {}

    /** Bytes of WiredTiger's cache, and read into it since mongod started. */
    record Cache(long most, long used, long read) {

        /** What was read since then. */
        long readSince(Cache then) {
            return read - then.read;
        }
    }

    private final MongoClient client;
    private final MongoDatabase hub;

    StoreSizes(String mongodbUri) {
        this.client = MongoClients.create(mongodbUri);
        this.hub = client.getDatabase(DATABASE);
    }

    private List<String> collections() {
        return hub.listCollections().map(c -> c.getString("name")).into(new ArrayList<>());
    }

    /** Bytes of the largest document of each collection that keeps state, events left out. */
    Map<String, Long> largestDocuments() {
        Map<String, Long> largest = new TreeMap<>();
        for (String name : collections()) {
            if (name.equals("events") || name.equals("raws") || name.startsWith("system.")) {
                continue;
            }
            Document found =
                    hub.getCollection(name)
                            .aggregate(
                                    List.of(
                                            new Document(
                                                    "$group",
                                                    new Document("_id", null)
                                                            .append(
                                                                    "largest",
                                                                    new Document(
                                                                            "$max",
                                                                            new Document(
                                                                                    "$bsonSize",
                                                                                    "$$ROOT"))))))
                            .first();
            if (found != null) {
                largest.put(name, found.get("largest", Number.class).longValue());
            }
        }
        return largest;
    }

    /** By name, those without documents left out. */
    Map<String, Collection> sizes() {
        Map<String, Collection> sizes = new TreeMap<>();
        for (String name : collections()) {
            Document stats = hub.runCommand(new Document("collStats", name));
            Collection size =
                    new Collection(
                            number(stats, "count"),
                            number(stats, "storageSize"),
                            number(stats, "totalIndexSize"),
                            number(stats, "size"));
            if (size.documents() > 0) {
                sizes.put(name, size);
            }
        }
        return sizes;
    }

    Cache cache() {
        Document cache =
                client.getDatabase("admin")
                        .runCommand(new Document("serverStatus", 1))
                        .get("wiredTiger", Document.class)
                        .get("cache", Document.class);
        return new Cache(
                number(cache, "maximum bytes configured"),
                number(cache, "bytes currently in the cache"),
                number(cache, "bytes read into cache"));
    }

    static String version(String mongodbUri) {
        try (MongoClient client = MongoClients.create(mongodbUri)) {
            return client.getDatabase("admin")
                    .runCommand(new Document("buildInfo", 1))
                    .getString("version");
        }
    }

    private static long number(Document document, String field) {
        return document.get(field, Number.class).longValue();
    }

    @Override
    public void close() {
        client.close();
    }
}
