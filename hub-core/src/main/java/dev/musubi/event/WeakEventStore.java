package dev.musubi.event;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Updates.inc;
import static dev.musubi.event.EventStore.HOME;
import static dev.musubi.event.EventStore.ID;
import static dev.musubi.event.EventStore.NODES;
import static dev.musubi.event.EventStore.PEOPLE;
import static dev.musubi.event.EventStore.TIME;

import com.mongodb.client.MongoCollection;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the events of one device or receipt, which {@link EventStore} keeps: found by
 * its indexes of homes and of nodes, each in event time.
 */
final class WeakEventStore {

    /** How often a transaction wrote to an event only to be met by who applies it. */
    private static final String DISTURBED = "disturbed";

    private static final int FEW = 20;

    /** Homes with merging power. */
    private static final Pattern BESIDE =
            Pattern.compile("^(" + String.join("|", IdentifierType.mergingWires()) + "):");

    private static final Bson APPLIED = eq(PEOPLE, EventState.State.APPLIED.wire());
    private static final Bson RECEIVED = eq(PEOPLE, EventState.State.RECEIVED.wire());

    private final MongoCollection<Document> events;

    WeakEventStore(DocumentStore store) {
        this.events = store.collection("events");
    }

    /** The first applied events at home there, in the order of event time. */
    List<StoredEvent> applied(Transaction transaction, String home, int limit) {
        return events.find(transaction.session(), and(eq(HOME, home), APPLIED))
                .sort(ascending(TIME, ID))
                .limit(limit)
                .map(EventStore::read)
                .into(new ArrayList<>());
    }

    /** The first applied events at home there in a span of event time, both ends included. */
    List<StoredEvent> applied(
            Transaction transaction,
            String home,
            Instant since,
            @Nullable Instant until,
            int limit) {
        return events.find(
                        transaction.session(), and(eq(HOME, home), within(since, until), APPLIED))
                .sort(ascending(TIME, ID))
                .limit(limit)
                .map(EventStore::read)
                .into(new ArrayList<>());
    }

    /** The first applied event behind that place that names this node beside a person. */
    Optional<StoredEvent> nextBeside(
            Transaction transaction, String node, Position behind, @Nullable Instant until) {
        StoredEvent next = null;
        // The index goes by time alone: of those of the same time the least key is looked for here.
        for (Document d :
                events.find(
                                transaction.session(),
                                and(
                                        eq(NODES, node),
                                        within(behind.time(), until),
                                        regex(HOME, BESIDE),
                                        APPLIED))
                        .sort(ascending(TIME))
                        .batchSize(FEW)) {
            StoredEvent event = EventStore.read(d);
            if (next != null && event.time().isAfter(next.time())) {
                break;
            }
            boolean later =
                    event.time().isAfter(behind.time()) || event.key().compareTo(behind.key()) > 0;
            if (later && (next == null || event.key().compareTo(next.key()) < 0)) {
                next = event;
            }
        }
        return Optional.ofNullable(next);
    }

    /** The applied events of then or later that name this node beside a person, in event time. */
    void beside(Transaction transaction, String node, Instant since, Predicate<StoredEvent> each) {
        for (Document d :
                events.find(
                                transaction.session(),
                                and(
                                        eq(NODES, node),
                                        gte(TIME, Date.from(since)),
                                        regex(HOME, BESIDE),
                                        APPLIED))
                        .sort(ascending(TIME))
                        .batchSize(FEW)) {
            if (!each.test(EventStore.read(d))) {
                return;
            }
        }
    }

    private static Bson within(Instant since, @Nullable Instant until) {
        Bson from = gte(TIME, Date.from(since));
        return until == null ? from : and(from, lte(TIME, Date.from(until)));
    }

    /** Writes to the events of then or later that name this node and wait. */
    void disturb(Transaction transaction, String node, Instant since) {
        events.updateMany(
                transaction.session(),
                and(eq(NODES, node), gte(TIME, Date.from(since)), RECEIVED),
                inc(DISTURBED, 1));
    }

    /** Writes to the events at home there that wait, so that whoever applies them loses. */
    void disturb(Transaction transaction, String home) {
        events.updateMany(transaction.session(), and(eq(HOME, home), RECEIVED), inc(DISTURBED, 1));
    }
}
