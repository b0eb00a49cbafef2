package dev.musubi.connectors.common;

import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Reads bodies from anybody within a limit each and a limit for all that are held at once, so that
 * nobody can fill the memory before their signature is looked at. A slow sender holds no more than
 * they have sent. Thread safe.
 */
final class BodyBudget {

    /** Small enough that there is room for as many small bodies as there are connections. */
    private static final int PIECE = 4 * 1024;

    private final int largest;
    private final Duration longest;
    private final Semaphore pieces;

    /**
     * @param largest the most bytes of one body
     * @param all the most bytes of all bodies together, in whole pieces of 4 KiB
     * @param longest how long a body may take to arrive
     */
    BodyBudget(int largest, long all, Duration longest) {
        this.largest = largest;
        this.longest = longest;
        this.pieces = new Semaphore((int) Math.min(Integer.MAX_VALUE, all / PIECE));
    }

    /** A body and its part of the budget, which is free again once it is closed. */
    final class Body implements AutoCloseable {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int held;

        private Body() {}

        byte[] bytes() {
            return bytes.toByteArray();
        }

        private void read(InputStream from) throws IOException {
            long started = System.nanoTime();
            byte[] piece = new byte[PIECE];
            while (bytes.size() <= largest) {
                int count = from.read(piece, 0, Math.min(PIECE, largest + 1 - bytes.size()));
                if (count < 0) {
                    return;
                }
                if (System.nanoTime() - started > longest.toNanos()) {
                    throw tooSlow();
                }
                hold(bytes.size() + count);
                bytes.write(piece, 0, count);
            }
            throw tooLarge("more came");
        }

        private void hold(int size) {
            int needed = (size + PIECE - 1) / PIECE;
            if (needed > held) {
                if (!pieces.tryAcquire(needed - held)) {
                    throw new Overloaded("too many bodies are being read", Duration.ofSeconds(1));
                }
                held = needed;
            }
        }

        @Override
        public void close() {
            pieces.release(held);
            held = 0;
        }
    }

    /**
     * Reads a body to its end.
     *
     * @param announced the length by its header, negative where there is none
     * @throws Refused with 413 where it is larger than allowed, with 408 where it takes too long
     * @throws Overloaded where all bodies together would be
     */
    Body read(InputStream from, long announced) throws IOException {
        if (announced > largest) {
            throw tooLarge(announced + " bytes are announced");
        }
        Body body = new Body();
        boolean whole = false;
        try {
            body.read(from);
            whole = true;
            return body;
        } finally {
            if (!whole) {
                body.close();
            }
        }
    }

    private Refused tooSlow() {
        return new Refused(
                new Problem(
                        408,
                        "too-slow",
                        "The body came too slowly",
                        "a body has " + longest.toSeconds() + " seconds to arrive",
                        null));
    }

    private Refused tooLarge(String what) {
        return new Refused(
                new Problem(
                        413,
                        "too-large",
                        "More came than is taken",
                        "a webhook's body has at most " + largest + " bytes, but " + what,
                        null));
    }
}
