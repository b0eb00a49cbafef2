package dev.musubi.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Hands many events over, 500 a request. */
final class Seed {

    private static final int BATCH = 500;

    private Seed() {}

    static void events(URI hub, String key, Iterator<String> events) throws IOException {
        try (var connection = new Connection(hub, key)) {
            List<String> batch = new ArrayList<>();
            while (events.hasNext()) {
                batch.add(events.next());
                if (batch.size() == BATCH || !events.hasNext()) {
                    Connection.Answer answer =
                            connection.post(
                                    "/api/v1/events",
                                    "{\"events\":[" + String.join(",", batch) + "]}");
                    if (answer.status() != 202) {
                        throw new IOException("seeding was answered with " + answer.status());
                    }
                    batch.clear();
                }
            }
        }
    }
}
