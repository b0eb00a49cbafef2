package dev.musubi.event;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import dev.musubi.identity.Node;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * The collection {@code events}: one document an event, its body as text, exactly as it was sent.
 */
final class EventStore {

    static final String ID = "_id";
    private static final String SOURCE = "source";
    private static final String TYPE = "type";
    static final String TIME = "time";
    private static final String RECEIVED_AT = "receivedAt";
    private static final String HASH = "hash";
    private static final String BODY = "body";
    private static final String RAW = "raw";
    private static final String SENDER = "sender";
    private static final String RULES = "rules";
    static final String NODES = "nodes";
    static final String HOME = "home";
    private static final String SLOT = "slot";
    private static final String STATES = "states";
    static final String PEOPLE = Follower.PEOPLE.field();
    private static final String STOCK = Follower.STOCK.field();
    private static final String REASON = "reason";

    /**
     * For each follower one index of the events that are open, which is all but the applied. By
     * time, not by slot: MongoDB finds the first living entry of a range by walking over all dead
     * ones, those of every slot behind it too (docs/decisions/0006). One for those that wait and
     * those that are dead: within a transaction each index that a write may touch is dear
     * (docs/decisions/0097).
     */
    private static final String OPEN = "open";

    private static final String OPEN_GOODS = "openGoods";

    private static final Map<String, String> OPEN_BY = Map.of(PEOPLE, OPEN, STOCK, OPEN_GOODS);

    /** Received and dead come behind it in the alphabet, and an index can be partial by that. */
    private static final String NOT_OPEN = EventState.State.APPLIED.wire();

    private static final List<String> FORMER =
            List.of("waiting", "dead", "receivedGoods", "deadGoods");

    /** Back-fill; live events do not have the field. */
    private static final String HISTORICAL = "historical";

    private static final int DUPLICATE_KEY = 11000;

    private final MongoCollection<Document> events;

    EventStore(DocumentStore store) {
        this.events = store.collection("events");
    }

    void prepare() {
        events.createIndex(ascending(HOME, TIME, ID));
        events.createIndex(ascending(NODES, TIME));
        events.createIndex(
                ascending(PEOPLE, RECEIVED_AT, ID, SLOT),
                new IndexOptions().name(OPEN).partialFilterExpression(gt(PEOPLE, NOT_OPEN)));
        events.createIndex(
                ascending(STOCK, RECEIVED_AT, ID),
                new IndexOptions().name(OPEN_GOODS).partialFilterExpression(gt(STOCK, NOT_OPEN)));
        for (Document index : events.listIndexes()) {
            if (FORMER.contains(index.getString("name"))) {
                events.dropIndex(index.getString("name"));
            }
        }
    }

    static Document document(Arrival arrival, int slot) {
        Event event = arrival.event();
        Document states = new Document();
        for (Follower follower : Follower.of(event.type(), arrival.sighting().home())) {
            states.append(follower.wire(), EventState.State.RECEIVED.wire());
        }
        List<String> nodes = arrival.sighting().nodes().stream().map(Node::key).toList();
        Document document =
                new Document(ID, arrival.key())
                        .append(SOURCE, event.source())
                        .append(TYPE, event.type())
                        .append(TIME, Date.from(event.time()))
                        .append(RECEIVED_AT, Date.from(arrival.receivedAt()))
                        .append(HASH, new Binary(event.hash()))
                        .append(BODY, arrival.body())
                        .append(SENDER, arrival.sender())
                        .append(RULES, arrival.rules())
                        .append(NODES, nodes)
                        .append(HOME, arrival.sighting().home().key())
                        .append(SLOT, slot)
                        .append(STATES, states);
        if (arrival.raw() != null) {
            document.append(RAW, arrival.raw());
        }
        if (event.historical()) {
            document.append(HISTORICAL, true);
        }
        return document;
    }

    /**
     * Stores what is new in one unordered insert.
     *
     * @return the positions whose id was taken before
     * @throws StoreAway where any outcome is unknown; every id is deterministic, so all may be
     *     repeated
     */
    Set<Integer> insert(List<Document> documents) {
        try {
            events.insertMany(documents, new InsertManyOptions().ordered(false));
            return Set.of();
        } catch (MongoBulkWriteException e) {
            Set<Integer> taken = new HashSet<>();
            for (BulkWriteError error : e.getWriteErrors()) {
                if (error.getCode() != DUPLICATE_KEY) {
                    throw away(e);
                }
                taken.add(error.getIndex());
            }
            if (e.getWriteConcernError() != null) {
                throw away(e);
            }
            return taken;
        } catch (MongoException e) {
            throw away(e);
        }
    }

    /** The hashes of the events that exist, by key. */
    Map<String, byte[]> hashes(Collection<String> keys) {
        try {
            Map<String, byte[]> hashes = new HashMap<>();
            events.find(in(ID, keys))
                    .projection(include(HASH))
                    .forEach(d -> hashes.put(d.getString(ID), d.get(HASH, Binary.class).getData()));
            return hashes;
        } catch (MongoException e) {
            throw away(e);
        }
    }

    Optional<StoredEvent> find(String key) {
        return Optional.ofNullable(events.find(eq(ID, key)).first()).map(EventStore::read);
    }

    Map<String, Node> homes(Collection<String> keys) {
        Map<String, Node> homes = new HashMap<>();
        events.find(in(ID, keys))
                .projection(include(HOME))
                .forEach(d -> homes.put(d.getString(ID), new Node(d.getString(HOME))));
        return homes;
    }

    /** Of these events, those that wait for this follower. */
    Set<String> waiting(Follower follower, Collection<String> keys) {
        Set<String> waiting = new HashSet<>();
        events.find(and(in(ID, keys), eq(follower.field(), EventState.State.RECEIVED.wire())))
                .projection(include(ID))
                .forEach(d -> waiting.add(d.getString(ID)));
        return waiting;
    }

    Map<String, EventState.State> states(Collection<String> keys) {
        Map<String, EventState.State> states = new HashMap<>();
        events.find(in(ID, keys))
                .projection(include(STATES))
                .forEach(d -> states.put(d.getString(ID), state(d)));
        return states;
    }

    /** The oldest received events of these slots since then, oldest first. */
    List<StoredEvent> received(Collection<Integer> slots, Instant since, int limit) {
        return events.find(
                        and(
                                in(SLOT, slots),
                                gte(RECEIVED_AT, Date.from(since)),
                                eq(PEOPLE, EventState.State.RECEIVED.wire())))
                .sort(ascending(RECEIVED_AT, ID))
                .hintString(OPEN)
                .limit(limit)
                .batchSize(limit)
                .map(EventStore::read)
                .into(new ArrayList<>(limit));
    }

    /** The oldest received events about goods since then, oldest first. */
    List<StoredEvent> receivedGoods(Instant since, int limit) {
        return events.find(
                        and(
                                gte(RECEIVED_AT, Date.from(since)),
                                eq(STOCK, EventState.State.RECEIVED.wire())))
                .sort(ascending(RECEIVED_AT, ID))
                .hintString(OPEN_GOODS)
                .limit(limit)
                .batchSize(limit)
                .map(EventStore::read)
                .into(new ArrayList<>());
    }

    /** Moves received events on; the answer is how many really were still received. */
    long applied(Transaction transaction, Follower follower, Collection<String> keys) {
        return events.updateMany(
                        transaction.session(),
                        and(in(ID, keys), eq(follower.field(), EventState.State.RECEIVED.wire())),
                        set(follower.field(), EventState.State.APPLIED.wire()))
                .getModifiedCount();
    }

    void dead(Follower follower, String key, String reason) {
        events.updateOne(
                and(eq(ID, key), eq(follower.field(), EventState.State.RECEIVED.wire())),
                combine(set(follower.field(), EventState.State.DEAD.wire()), set(REASON, reason)));
    }

    /** Lets every consumer try again that could not apply it; false where there is none. */
    boolean revive(String key) {
        boolean revived = false;
        for (Follower follower : Follower.values()) {
            revived |=
                    events.updateOne(
                                            and(
                                                    eq(ID, key),
                                                    eq(
                                                            follower.field(),
                                                            EventState.State.DEAD.wire())),
                                            combine(
                                                    set(
                                                            follower.field(),
                                                            EventState.State.RECEIVED.wire()),
                                                    unset(REASON)))
                                    .getModifiedCount()
                            == 1;
        }
        return revived;
    }

    List<StoredEvent> dead(@Nullable Position before, int limit) {
        // One question for each partial index: an "or" over both would use neither.
        Map<String, StoredEvent> dead = new HashMap<>();
        OPEN_BY.forEach(
                (state, index) -> {
                    Bson filter = eq(state, EventState.State.DEAD.wire());
                    events.find(before == null ? filter : and(filter, older(RECEIVED_AT, before)))
                            .sort(descending(RECEIVED_AT, ID))
                            .hintString(index)
                            .limit(limit)
                            .map(EventStore::read)
                            .forEach(event -> dead.put(event.key(), event));
                });
        return dead.values().stream()
                .sorted(
                        Comparator.comparing(StoredEvent::receivedAt)
                                .thenComparing(EventStore::utf8, Arrays::compareUnsigned)
                                .reversed())
                .limit(limit)
                .toList();
    }

    /**
     * How many events are dead, by source. By each index on its own: for both conditions at once
     * the server reads the whole collection.
     *
     * @param among of so many found by each index
     */
    Map<String, Long> deadBySource(int among) {
        Map<String, Long> dead = new TreeMap<>();
        String died = EventState.State.DEAD.wire();
        addBySource(eq(PEOPLE, died), OPEN, among, dead);
        addBySource(and(eq(STOCK, died), ne(PEOPLE, died)), OPEN_GOODS, among, dead);
        return dead;
    }

    private void addBySource(Bson filter, String index, int among, Map<String, Long> sums) {
        events.aggregate(
                        List.of(
                                Aggregates.match(filter),
                                Aggregates.limit(among),
                                Aggregates.group("$" + SOURCE, Accumulators.sum("dead", 1L))))
                .hintString(index)
                .forEach(d -> sums.merge(d.getString(ID), d.getLong("dead"), Long::sum));
    }

    /** When the oldest event that waits came in. */
    Optional<Instant> oldestReceived() {
        return Optional.ofNullable(
                        events.find(eq(PEOPLE, EventState.State.RECEIVED.wire()))
                                .projection(include(RECEIVED_AT))
                                .hintString(OPEN)
                                .sort(ascending(RECEIVED_AT, ID))
                                .first())
                .map(d -> d.getDate(RECEIVED_AT).toInstant());
    }

    /** When the oldest event about goods that waits came in. */
    Optional<Instant> oldestReceivedGoods() {
        return Optional.ofNullable(
                        events.find(eq(STOCK, EventState.State.RECEIVED.wire()))
                                .projection(include(RECEIVED_AT))
                                .hintString(OPEN_GOODS)
                                .sort(ascending(RECEIVED_AT, ID))
                                .first())
                .map(d -> d.getDate(RECEIVED_AT).toInstant());
    }

    /** Every applied event at home in these nodes, in the order of event time. */
    void applied(Transaction transaction, Collection<String> homes, Consumer<StoredEvent> each) {
        events.find(
                        transaction.session(),
                        and(in(HOME, homes), eq(PEOPLE, EventState.State.APPLIED.wire())))
                .sort(ascending(HOME, TIME, ID))
                .forEach(d -> each.accept(read(d)));
    }

    /**
     * The newest events at home in these nodes and things, and in those spans, newest first: as
     * {@link Cursors#fitting} cuts a page, and one more.
     */
    List<StoredEvent> timeline(
            Collection<String> homes,
            Collection<Span> spans,
            @Nullable Position before,
            int limit) {
        List<Bson> places = new ArrayList<>(List.of(in(HOME, homes)));
        spans.forEach(span -> places.add(within(span)));
        Bson filter = places.size() == 1 ? places.getFirst() : or(places);
        List<StoredEvent> page = new ArrayList<>();
        try (MongoCursor<Document> found =
                events.find(before == null ? filter : and(filter, older(TIME, before)))
                        .sort(descending(TIME, ID))
                        .limit(limit)
                        .iterator()) {
            long size = 0;
            while (found.hasNext() && (size <= Cursors.PAGE || page.size() < 2)) {
                page.add(read(found.next()));
                size += page.getLast().body().length();
            }
        }
        return page;
    }

    private static Bson within(Span span) {
        Bson from = and(eq(HOME, span.home().key()), gte(TIME, Date.from(span.since())));
        return span.until() == null ? from : and(from, lte(TIME, Date.from(span.until())));
    }

    private static Bson older(String field, Position before) {
        Date at = Date.from(before.time());
        return or(lt(field, at), and(eq(field, at), Filters.lt(ID, before.key())));
    }

    /** As MongoDB orders keys. */
    private static byte[] utf8(StoredEvent event) {
        return event.key().getBytes(StandardCharsets.UTF_8);
    }

    static StoredEvent read(Document d) {
        return new StoredEvent(
                d.getString(ID),
                d.getString(TYPE),
                d.getDate(TIME).toInstant(),
                d.getDate(RECEIVED_AT).toInstant(),
                new Node(d.getString(HOME)),
                d.getList(NODES, String.class).stream().map(Node::new).toList(),
                state(d),
                d.getString(REASON),
                d.getString(SENDER),
                d.getString(RAW),
                d.getString(BODY));
    }

    /** What every consumer together says: dead where one could not, applied where all have. */
    private static EventState.State state(Document d) {
        Document states = d.get(STATES, Document.class);
        EventState.State all = EventState.State.APPLIED;
        for (Object wire : states.values()) {
            EventState.State one = EventState.State.ofWire((String) wire);
            if (one == EventState.State.DEAD || all == EventState.State.APPLIED) {
                all = one;
            }
        }
        return all;
    }

    private static StoreAway away(MongoException e) {
        return new StoreAway("MongoDB did not take the events", Duration.ofSeconds(2), e);
    }
}
