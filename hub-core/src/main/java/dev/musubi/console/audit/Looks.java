package dev.musubi.console.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of looks at people. Thread safe. */
public final class Looks {

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(Looks.class);

    private final LookStore store;
    private final Clock clock;
    private final int many;

    /**
     * @param many how many people in an hour are still usual
     */
    Looks(LookStore store, Clock clock, int many) {
        this.store = store;
        this.clock = clock;
        this.many = many;
    }

    /**
     * Writes down that somebody is about to be shown a person. One alert an account and hour is
     * raised where these become too many.
     */
    public void note(String account, String profile, String page) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        store.write(new Look(account, profile, page, now));
        int people = store.people(account, now.minus(WINDOW));
        if (people > many) {
            store.raise(
                    new Alert(
                            account + "|" + now.truncatedTo(ChronoUnit.HOURS),
                            account,
                            people,
                            now));
            LOG.warn("{} has looked at {} people within an hour", account, people);
        }
    }

    /** The newest looks, newest first, of one account or at one person where they are given. */
    public List<Look> newest(@Nullable String account, @Nullable String profile, int limit) {
        return store.newest(account, profile, limit);
    }

    /** What nobody has seen to, the newest first, 20 at most. */
    public List<Alert> alerts() {
        return store.open(20);
    }

    /** Somebody has seen to an alert. */
    public void seen(String alert, String by) {
        store.seen(alert, by);
    }
}
