package dev.musubi.platform.web;

import dev.musubi.platform.HubException.Overloaded;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * How many bytes of bodies may be held at once, so that many large requests wait at their senders
 * and not in the hub's memory. A slow sender holds no more than they have sent. Thread safe.
 */
final class BodyBudget {

    /** Small enough that thousands of small bodies find room, as many as there are connections. */
    static final int PIECE = 4 * 1024;

    private final String what;
    private final Semaphore pieces;
    private final Runnable refused;

    /**
     * @param what these bodies are, in the words of an answer
     * @param bytes of all bodies together, in whole pieces
     * @param refused told of each body that finds no room
     */
    BodyBudget(String what, long bytes, Runnable refused) {
        this.what = what;
        this.refused = refused;
        this.pieces = new Semaphore((int) Math.clamp(bytes / PIECE, 1, Integer.MAX_VALUE));
    }

    /**
     * For the memory there is: a sixteenth, because a body becomes text and a tree of some ten
     * times its size; at least the largest body there may be.
     */
    static BodyBudget ofThisMachine(Runnable refused) {
        return new BodyBudget(
                "large requests",
                Math.max(BodyFilter.INFLATED, Runtime.getRuntime().maxMemory() / 16),
                refused);
    }

    Share share() {
        return new Share();
    }

    /** One body's part, free again once it is closed. */
    final class Share implements AutoCloseable {
        private int held;

        private Share() {}

        /**
         * Makes room for a body of this size so far.
         *
         * @throws Overloaded where all bodies together would be too large
         */
        void grow(long size) {
            int needed = (int) ((size + PIECE - 1) / PIECE);
            if (needed > held) {
                if (!pieces.tryAcquire(needed - held)) {
                    refused.run();
                    throw new Overloaded(
                            "too many " + what + " are being read", Duration.ofSeconds(1));
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
}
