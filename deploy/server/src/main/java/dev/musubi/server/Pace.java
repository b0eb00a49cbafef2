package dev.musubi.server;

import java.time.Duration;
import java.util.Locale;

/** How long a work will take, judged by what it has done since it began or went on. */
final class Pace {

    private final long all;
    private final long before;
    private final long began = System.nanoTime();

    /**
     * @param all about how much there is to do
     * @param before how much of it was done when it went on
     */
    Pace(long all, long before) {
        this.all = all;
        this.before = before;
    }

    /** In words, such as {@code 12 % done, about 3 min left}. */
    String left(long done) {
        return words(all, before, done, Duration.ofNanos(System.nanoTime() - began));
    }

    static String words(long all, long before, long done, Duration spent) {
        long percent = all == 0 ? 100 : Math.min(100, done * 100 / all);
        long since = done - before;
        if (since <= 0 || done >= all) {
            return percent + " % done";
        }
        long seconds = (long) (spent.toMillis() / 1000.0 * (all - done) / since);
        return String.format(
                Locale.ROOT,
                "%d %% done, about %s left",
                percent,
                seconds < 90 ? seconds + " s" : (seconds + 30) / 60 + " min");
    }
}
