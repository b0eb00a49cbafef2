package dev.musubi.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Hands many events over, 500 a request. */
final class Seed {

    static final int BATCH = 500;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Seed() {}

    static void events(URI hub, String key, Iterator<String> events) throws IOException {
        try (var connection = new Connection(hub, key)) {
            List<String> batch = new ArrayList<>();
            while (events.hasNext()) {
                batch.add(events.next());
                if (batch.size() == BATCH || !events.hasNext()) {
                    batch(connection, batch);
                    batch.clear();
                }
            }
        }
    }

    /** Hands a request's events over; waits and asks again while the hub says that it is busy. */
    static Connection.Answer batch(Connection connection, List<String> events) throws IOException {
        return body(connection, "{\"events\":[" + String.join(",", events) + "]}");
    }

    static Connection.Answer body(Connection connection, String body) throws IOException {
        long start = System.nanoTime();
        Connection.Answer answer = connection.post("/api/v1/events", body);
        while (answer.status() == 429 && System.nanoTime() - start < PATIENCE.toNanos()) {
            Hub.pause(Duration.ofMillis(200));
            answer = connection.post("/api/v1/events", body);
        }
        if (answer.status() != 202) {
            throw new IOException("events were answered with " + answer.status());
        }
        return answer;
    }
}
