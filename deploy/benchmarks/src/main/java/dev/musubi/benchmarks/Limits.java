package dev.musubi.benchmarks;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;

/** What the store does with events of the same size without a hub: journaled bulk inserts. */
final class Limits {

    private Limits() {}

    /** Documents a second, inserted with {@code w: majority, j: true} by so many writers. */
    static double inserts(String mongodbUri, int writers, int batch, double warm, double seconds)
            throws InterruptedException, ExecutionException {
        try (var client = MongoClients.create(mongodbUri);
                var threads = Executors.newFixedThreadPool(writers)) {
            var database = client.getDatabase("musubi_benchmark");
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
                                        events.insertMany(documents(batch));
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

    private static List<Document> documents(int batch) {
        List<Document> documents = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            documents.add(new Document("type", "page.viewed").append("envelope", "x".repeat(400)));
        }
        return documents;
    }
}
