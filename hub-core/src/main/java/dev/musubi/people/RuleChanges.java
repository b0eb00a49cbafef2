package dev.musubi.people;

import dev.musubi.identity.Identities;
import dev.musubi.identity.IdentityRules;
import dev.musubi.identity.Link;
import dev.musubi.people.ReresolutionStore.Place;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides anew about everybody whom other rules may concern, once they are in force: behind the
 * events, one hub of all by lease, page by page. Whoever has the lease next goes on where it was; a
 * page that is looked at twice changes nothing the second time.
 */
public final class RuleChanges implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RuleChanges.class);

    static final Duration TERM = Duration.ofSeconds(60);
    private static final Duration STANDBY = Duration.ofSeconds(2);
    private static final Duration BACK_OFF = Duration.ofSeconds(2);

    /** Between pages, so that events go first. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final int MOST_LINKS = 1_000;

    private static final Duration GOODBYE = Duration.ofSeconds(15);
    private static final int PAGE = 100;

    private final String id = Ids.next();
    private final IdentityRules rules;
    private final Identities identities;
    private final ReresolutionStore store;
    private final Reresolution reresolution;
    private final Clock clock;
    private final Semaphore end = new Semaphore(0);
    private final Thread thread;

    private volatile boolean closed;
    private @Nullable Instant lookedAt;
    private boolean owner;
    private boolean troubled;

    RuleChanges(
            IdentityRules rules,
            Identities identities,
            ReresolutionStore store,
            Reresolution reresolution,
            Clock clock) {
        this.rules = rules;
        this.identities = identities;
        this.store = store;
        this.reresolution = reresolution;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("rule-changes").unstarted(this::run);
    }

    void start() {
        store.prepare();
        thread.start();
    }

    /**
     * How far it is.
     *
     * @param done whether everybody is decided about by the rules in force
     * @param startedAt absent before it begins
     * @param endedAt absent while it is under way
     */
    public record Progress(
            boolean done,
            Reresolution.Report report,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {}

    /** How far the rules in force are carried out, on whatever hub. */
    public Progress progress() {
        int number = rules.history().size();
        return store.place()
                .filter(p -> p.activation() == number)
                .map(p -> new Progress(p.endedAt() != null, p.report(), p.startedAt(), p.endedAt()))
                .orElseGet(() -> new Progress(false, Reresolution.Report.NONE, null, null));
    }

    private void run() {
        while (!closed) {
            Duration rest;
            try {
                rest = store.hold(id) ? go() : STANDBY;
                troubled = false;
            } catch (RuntimeException e) {
                rest = trouble(e);
            }
            pause(rest);
        }
        standDown();
    }

    /** One page; how long to rest after it. */
    private Duration go() {
        owner = true;
        List<IdentityRules.Activation> history = rules.history();
        if (!rules.inForce(history)) {
            // A hub that goes by newer rules is to have it.
            store.leave(id);
            owner = false;
            return STANDBY;
        }
        Place place = place(history.size());
        if (place.endedAt() != null) {
            stragglers(place.endedAt());
            return STANDBY;
        }
        List<String> page = reresolution.after(place.after(), PAGE);
        if (page.isEmpty()) {
            Place done =
                    new Place(
                            place.activation(),
                            place.after(),
                            place.report(),
                            place.startedAt(),
                            now());
            if (store.save(id, done)) {
                tell(history.getLast(), done.report());
            }
            return STANDBY;
        }
        Reresolution.Report report =
                reresolution.page(
                        page, new Reresolution.Walk(false, false, new HashSet<>()), place.report());
        store.save(
                id, new Place(place.activation(), page.getLast(), report, place.startedAt(), null));
        return PAUSE;
    }

    /** A hub that still went by other rules has decided: that is made good. */
    private void stragglers(Instant endedAt) {
        Instant now = clock.instant();
        if (lookedAt != null && now.isBefore(lookedAt.plus(LOOK_AGAIN))) {
            return;
        }
        Instant since = (lookedAt == null ? endedAt : lookedAt).minus(CLOCKS_DIFFER);
        List<Link> links = identities.linksByOthers(since, rules.rules().version(), MOST_LINKS);
        Reresolution.Report report = reresolution.about(links);
        if (report.merged() + report.split() > 0) {
            LOG.info(
                    "a hub had decided by other rules: {} merged, {} split",
                    report.merged(),
                    report.split());
        }
        lookedAt = links.size() < MOST_LINKS ? now : null;
    }

    private Place place(int number) {
        Optional<Place> kept = store.place().filter(p -> p.activation() == number);
        return kept.orElseGet(() -> new Place(number, null, Reresolution.Report.NONE, now(), null));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static void tell(IdentityRules.Activation rules, Reresolution.Report report) {
        if (report.examined() > 0) {
            LOG.info(
                    "identity rules {}: {} profiles looked at, {} of them anew; {} merged, {} split;"
                            + " {} contact points shared, {} no more",
                    rules.version(),
                    report.examined(),
                    report.reconsidered(),
                    report.merged(),
                    report.split(),
                    report.shared(),
                    report.unshared());
        }
    }

    private Duration trouble(RuntimeException e) {
        if (!troubled) {
            LOG.warn(
                    "deciding anew by other rules goes on in a moment: {}",
                    e instanceof StoreAway ? e.getMessage() : e.getClass().getSimpleName());
        }
        troubled = true;
        owner = false;
        return BACK_OFF;
    }

    private void standDown() {
        if (owner) {
            try {
                store.leave(id);
            } catch (RuntimeException away) {
                LOG.info(
                        "the lease on rule changes is left to run out: {}",
                        away.getClass().getSimpleName());
            }
        }
    }

    private void pause(Duration time) {
        try {
            if (end.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
                closed = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    /** Finishes the page under way, and leaves the rest to another hub. */
    @Override
    public void close() {
        closed = true;
        end.release();
        try {
            if (thread.getState() != Thread.State.NEW) {
                thread.join(GOODBYE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
