package dev.musubi.recommendation;

import dev.musubi.platform.History;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.recommendation.FeedStore.Changes;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this hub's model up to date: reads the newest visits and orders at its start, then follows
 * what is written. Every hub does so by itself, so that each answers alike and none needs another.
 *
 * <p>The stream is opened before the reading, so what comes meanwhile is learned after it, some of
 * it twice, which changes nothing. Where the stream cannot go on, a new model takes the old one's
 * place once it has read.
 */
final class Learner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Learner.class);
    private static final Duration BACK_OFF = Duration.ofSeconds(1);

    /**
     * From one look at what is new to the next. A stream that waits is woken by every write of the
     * hub; looking now and then costs MongoDB a fraction of that under load.
     */
    private static final Duration PACE = Duration.ofMillis(200);

    private static final Duration GOODBYE = Duration.ofSeconds(10);

    private final FeedStore feed;
    private final RecommendationProperties properties;
    private final Semaphore end = new Semaphore(0);
    private final Thread thread;

    private volatile Model model;
    private volatile boolean ready;
    private volatile boolean closed;

    private @Nullable BsonDocument token;
    private @Nullable Changes stream;

    Learner(FeedStore feed, RecommendationProperties properties) {
        this.feed = feed;
        this.properties = properties;
        this.model = empty();
        this.thread = Thread.ofPlatform().name("recommendation-learner").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** What has been learned so far; little while the hub starts. */
    Model model() {
        return model;
    }

    /** Whether what was stored before the start has been read. */
    boolean ready() {
        return ready;
    }

    private Model empty() {
        return new Model(properties.visits(), properties.orders());
    }

    private void run() {
        while (!closed) {
            try {
                step();
            } catch (History.Lost e) {
                LOG.warn("recommendations are learned anew: {}", e.getMessage());
                closeStream();
                token = null;
            } catch (StoreAway e) {
                LOG.warn("recommendations wait: {}", e.getMessage());
                closeStream();
                pause(BACK_OFF);
            } catch (RuntimeException e) {
                LOG.error("recommendations go on in a moment", e);
                closeStream();
                pause(BACK_OFF);
            }
        }
        closeStream();
    }

    private void step() {
        Changes from = stream;
        if (from == null) {
            from = feed.after(token);
            stream = from;
            if (token == null) {
                learn(from);
            }
        }
        boolean more = from.next(model);
        BsonDocument reached = from.token();
        token = reached == null ? token : reached;
        if (!more) {
            pause(PACE);
        }
    }

    private void learn(Changes from) {
        Model fresh = empty();
        from.next(fresh);
        feed.newestPurchases(properties.orders()).forEach(fresh::bought);
        feed.newestVisits(properties.visits(), properties.eventsLookedAt()).forEach(fresh::visited);
        model = fresh;
        ready = true;
        LOG.info("learned from {} orders and {} visits", fresh.orders(), fresh.visits());
    }

    private void closeStream() {
        Changes open = stream;
        stream = null;
        if (open != null) {
            try {
                open.close();
            } catch (RuntimeException e) {
                LOG.debug("the change stream was closed already", e);
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

    @Override
    public void close() {
        closed = true;
        end.release();
        try {
            thread.join(GOODBYE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
