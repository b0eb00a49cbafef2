package dev.musubi.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The hub under load, as a caller sees it. */
final class Hub {

    private static final Duration STALLED = Duration.ofSeconds(60);

    private final URI address;
    private final String key;

    Hub(URI address, String key) {
        this.address = address;
        this.key = key;
    }

    URI address() {
        return address;
    }

    String key() {
        return key;
    }

    Connection connect() throws IOException {
        return new Connection(address, key);
    }

    Metrics metrics() throws IOException {
        try (Connection connection = connect()) {
            Connection.Answer answer = connection.get("/actuator/prometheus");
            if (answer.status() != 200) {
                throw new IOException("the hub's metrics were answered with " + answer.status());
            }
            return new Metrics(answer.body());
        }
    }

    Standing standing() throws IOException {
        return Standing.of(metrics(), System.nanoTime());
    }

    /**
     * Waits until no event waits to be applied, however long that takes.
     *
     * @return how far the hub is then; its time is that of the last step seen
     * @throws IOException where events wait and none is applied for a minute
     */
    Standing drain() throws IOException {
        Standing moved = standing();
        int still = moved.lag() == 0 ? 1 : 0;
        while (still < 3) {
            pause(Duration.ofMillis(100));
            Standing now = standing();
            if (now.applied() != moved.applied() || now.dead() != moved.dead()) {
                moved = now;
                still = 0;
            } else if (now.lag() > 0 && now.secondsSince(moved) > STALLED.toSeconds()) {
                throw new IOException(
                        "events wait, the oldest for %.0f s, and none was applied for %d s"
                                .formatted(now.lag(), STALLED.toSeconds()));
            }
            still = now.lag() == 0 ? still + 1 : 0;
        }
        return moved;
    }

    /** Waits until the index has what the profiles have, at most so long; whether it has. */
    boolean awaitIndexed(Duration atMost) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < atMost.toNanos()) {
            if (standing().indexLag() == 0) {
                return true;
            }
            pause(Duration.ofMillis(500));
        }
        return false;
    }

    static void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
