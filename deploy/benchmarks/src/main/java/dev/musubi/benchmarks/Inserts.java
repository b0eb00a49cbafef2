package dev.musubi.benchmarks;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.bson.Document;

/** What the store does with events of the same size without a hub: journaled bulk inserts. */
final class Inserts {

    private static final String DATABASE = "musubi_benchmark_inserts";
    private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

    private Inserts() {}

    /**
     * Documents of 400 characters a second, inserted with {@code w: majority, j: true} by so many
     * writers.
     */
    static double bare(String mongodbUri, int writers, int batch, double warm, double seconds)
            throws InterruptedException, ExecutionException {
        return inserted(
                mongodbUri,
                List.of(),
                writers,
                batch,
                () -> new Document("type", "page.viewed").append("envelope", "x".repeat(400)),
                warm,
                seconds);
    }

    /**
     * Copies of some documents a second, likewise.
     *
     * @param indexes as {@code listIndexes} tells them; none beside that of the id where empty
     */
    static double copies(
            String mongodbUri,
            List<Document> samples,
            List<Document> indexes,
            int writers,
            int batch,
            double warm,
            double seconds)
            throws InterruptedException, ExecutionException {
        AtomicLong number = new AtomicLong();
        return inserted(
                mongodbUri,
                indexes,
                writers,
                batch,
                () -> {
                    long n = number.incrementAndGet();
                    Document copy = new Document(samples.get((int) (n % samples.size())));
                    copy.put("_id", "bench|copy-" + n);
                    return copy;
                },
                warm,
                seconds);
    }

    private static double inserted(
            String mongodbUri,
            List<Document> indexes,
            int writers,
            int batch,
            Supplier<Document> document,
            double warm,
            double seconds)
            throws InterruptedException, ExecutionException {
        try (var client = MongoClients.create(mongodbUri);
                var threads = Executors.newFixedThreadPool(writers)) {
            var database = client.getDatabase(DATABASE);
            database.createCollection("inserts");
            if (!indexes.isEmpty()) {
                database.runCommand(
                        new Document("createIndexes", "inserts").append("indexes", indexes));
            }
            MongoCollection<Document> events =
                    database.getCollection("inserts")
                            .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
            long from = System.nanoTime() + (long) (warm * 1e9);
            long to = from + (long) (seconds * 1e9);
            var inserted = new AtomicLong();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                running.add(
                        threads.submit(
                                () -> {
                                    for (long now = System.nanoTime(); now < to; ) {
                                        events.insertMany(documents(batch, document), UNORDERED);
                                        long end = System.nanoTime();
                                        if (now >= from && end <= to) {
                                            inserted.addAndGet(batch);
                                        }
                                        now = end;
                                    }
                                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
            database.drop();
            return inserted.get() / seconds;
        }
    }

    private static List<Document> documents(int batch, Supplier<Document> document) {
        List<Document> documents = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            documents.add(document.get());
        }
        return documents;
    }
}
