package dev.musubi.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.intake.EventReader;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.identity.Nodes;
import dev.musubi.identity.Sighting;
import dev.musubi.platform.Digests;
import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Json;
import dev.musubi.platform.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The log of all events: durable when {@link #append} returns, each event once. Thread safe; made
 * for many callers on virtual threads.
 */
public final class EventLog implements AutoCloseable {

    private static final int COMMITTERS = 2;
    private static final int LARGEST_COMMIT = 500;
    static final int QUEUE = 20_000;

    /** Longer than a set with MongoDB's own settings mostly takes to have another primary. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int DEAD_COUNTED = 20_000;

    private final EventStore events;
    private final RawStore raws;
    private final ConflictStore conflicts;
    private final EventReader reader;
    private final Nodes nodes;
    private final Identities identities;
    private final Progress progress;
    private final EventMetrics metrics;
    private final Backlog backlog;
    private final Admission admission;
    private final Clock clock;
    private final GroupCommit commits;

    EventLog(
            EventStore events,
            RawStore raws,
            ConflictStore conflicts,
            EventReader reader,
            Nodes nodes,
            Identities identities,
            Progress progress,
            EventMetrics metrics,
            Backlog backlog,
            Admission admission,
            Clock clock) {
        this.events = events;
        this.raws = raws;
        this.conflicts = conflicts;
        this.reader = reader;
        this.nodes = nodes;
        this.identities = identities;
        this.progress = progress;
        this.metrics = metrics;
        this.backlog = backlog;
        this.admission = admission;
        this.clock = clock;
        this.commits = new GroupCommit(this::commit, COMMITTERS, LARGEST_COMMIT, QUEUE, PATIENCE);
    }

    /**
     * Appends events. When it returns, everything accepted is on a majority's disk; whoever does
     * not get an answer may send the same again.
     *
     * @return what became of each, in the order of the submissions
     * @throws Overloaded where more waits than can be taken; nothing of it is stored then
     * @throws StoreAway where MongoDB does not answer
     */
    public List<Appended> append(List<Submission> submissions) {
        backlog.check();
        admission.look(submissions.size());
        Appended[] outcomes = new Appended[submissions.size()];
        List<Arrival> arrivals = new ArrayList<>(submissions.size());
        List<Integer> places = new ArrayList<>(submissions.size());
        Map<String, RawMessage> originals = new LinkedHashMap<>();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (int i = 0; i < submissions.size(); i++) {
            Submission submission = submissions.get(i);
            switch (reader.read(submission.envelope(), submission.sender(), now)) {
                case EventReader.Refused(Problem problem) ->
                        outcomes[i] = rejected(submission.envelope(), problem);
                case EventReader.Accepted(Event event) -> {
                    arrivals.add(
                            arrival(event, submission, kept(submission.raw(), originals), now));
                    places.add(i);
                }
            }
        }
        List<Boolean> taken = arrivals.isEmpty() ? List.of() : durable(arrivals, originals);
        settle(outcomes, arrivals, places, taken);
        List<Appended> results = Arrays.asList(outcomes);
        metrics.appended(results);
        return results;
    }

    private List<Boolean> durable(List<Arrival> arrivals, Map<String, RawMessage> originals) {
        long size = arrivals.stream().mapToLong(arrival -> arrival.body().length()).sum();
        try (Admission.Pass pass = admission.admit(arrivals.size(), size)) {
            raws.keep(originals);
            List<Boolean> taken = commits.store(arrivals);
            pass.committed();
            return taken;
        }
    }

    /** What {@link #append} would say, nothing stored. */
    public List<Appended> check(List<Submission> submissions) {
        Appended[] outcomes = new Appended[submissions.size()];
        List<Arrival> arrivals = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (int i = 0; i < submissions.size(); i++) {
            Submission submission = submissions.get(i);
            switch (reader.read(submission.envelope(), submission.sender(), now)) {
                case EventReader.Refused(Problem problem) ->
                        outcomes[i] = rejected(submission.envelope(), problem);
                case EventReader.Accepted(Event event) -> {
                    arrivals.add(arrival(event, submission, null, now));
                    places.add(i);
                }
            }
        }
        Map<String, byte[]> stored = events.hashes(arrivals.stream().map(Arrival::key).toList());
        for (int i = 0; i < arrivals.size(); i++) {
            Arrival arrival = arrivals.get(i);
            byte[] hash = stored.get(arrival.key());
            outcomes[places.get(i)] =
                    hash == null
                            ? outcome(arrival, Appended.Status.ACCEPTED, null)
                            : repeated(arrival, hash);
        }
        return Arrays.asList(outcomes);
    }

    /** Waits until these events have been applied or set dead, at most so long. */
    public void awaitApplied(Collection<String> keys, Duration atMost) throws InterruptedException {
        progress.await(keys, atMost, events::states);
    }

    public Optional<StoredEvent> find(String source, String id) {
        return events.find(StoredEvent.key(source, id));
    }

    /** Where these events are at home, by key; unknown ones are left out. */
    public Map<String, Node> homes(Collection<String> keys) {
        return keys.isEmpty() ? Map.of() : events.homes(keys);
    }

    /** The message from outside that an event was read from, by the hash that the event names. */
    public Optional<RawMessage> raw(String hash) {
        return raws.find(hash);
    }

    /**
     * The newest events at home in these nodes and things, and in those spans, newest first, after
     * a position.
     */
    public List<StoredEvent> timeline(
            Collection<Node> homes, Collection<Span> spans, @Nullable Position before, int limit) {
        return events.timeline(homes.stream().map(Node::key).toList(), spans, before, limit);
    }

    /** Events kept aside because another content had their id, newest first, after a position. */
    public List<Conflict> conflicts(@Nullable Position before, int limit) {
        return conflicts.list(before, limit);
    }

    /** Dead events, the last received first, after a position. */
    public List<StoredEvent> dead(@Nullable Position before, int limit) {
        return events.dead(before, limit);
    }

    /** How many events are dead, by source; exact up to {@value #DEAD_COUNTED} of all sources. */
    public Map<String, Long> deadBySource() {
        return events.deadBySource(DEAD_COUNTED);
    }

    /** Lets a dead event be tried again; false where it is not dead. */
    public boolean replay(String key) {
        boolean revived = events.revive(key);
        if (revived) {
            progress.appended();
        }
        return revived;
    }

    private static @Nullable String kept(
            @Nullable RawMessage raw, Map<String, RawMessage> originals) {
        if (raw == null) {
            return null;
        }
        String hash = Digests.sha256Hex(raw.bytes());
        originals.put(hash, raw);
        return hash;
    }

    private Arrival arrival(Event event, Submission submission, @Nullable String raw, Instant now) {
        Sighting sighting = nodes.sight(event.source(), event.identifiers(), Things.home(event));
        return new Arrival(
                event,
                sighting,
                nodes.ruleVersion(),
                now,
                submission.sender().name(),
                raw,
                Json.write(submission.envelope()));
    }

    private List<Boolean> commit(List<Arrival> arrivals) {
        Map<Node, Integer> slots =
                identities.slots(
                        arrivals.stream().map(a -> a.sighting().home()).distinct().toList());
        List<Document> documents = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            documents.add(
                    EventStore.document(arrival, slots.getOrDefault(arrival.sighting().home(), 0)));
        }
        Set<Integer> taken = events.insert(documents);
        List<Boolean> outcomes = new ArrayList<>(arrivals.size());
        for (int i = 0; i < arrivals.size(); i++) {
            outcomes.add(taken.contains(i));
        }
        progress.appended();
        return outcomes;
    }

    /** A taken id is a repeat where the content is the same, else a conflict that is kept aside. */
    private void settle(
            Appended[] outcomes,
            List<Arrival> arrivals,
            List<Integer> places,
            List<Boolean> taken) {
        List<String> repeated = new ArrayList<>();
        for (int i = 0; i < arrivals.size(); i++) {
            if (taken.get(i)) {
                repeated.add(arrivals.get(i).key());
            }
        }
        Map<String, byte[]> stored = repeated.isEmpty() ? Map.of() : events.hashes(repeated);
        for (int i = 0; i < arrivals.size(); i++) {
            Arrival arrival = arrivals.get(i);
            byte[] hash = stored.get(arrival.key());
            Appended outcome =
                    taken.get(i) && hash != null
                            ? repeated(arrival, hash)
                            : outcome(arrival, Appended.Status.ACCEPTED, null);
            if (outcome.status() == Appended.Status.CONFLICT) {
                conflicts.keep(arrival);
            }
            outcomes[places.get(i)] = outcome;
        }
    }

    private static Appended repeated(Arrival arrival, byte[] storedHash) {
        if (Arrays.equals(storedHash, arrival.event().hash())) {
            return outcome(arrival, Appended.Status.DUPLICATE, null);
        }
        return outcome(
                arrival,
                Appended.Status.CONFLICT,
                new Problem(
                        409,
                        "conflict",
                        "The id is taken by another content",
                        "an event with this source and id was stored before with another body; this"
                                + " one is kept aside and listed under /conflicts. Send a changed fact"
                                + " as an event with an id of its own",
                        "id"));
    }

    private static Appended outcome(
            Arrival arrival, Appended.Status status, @Nullable Problem problem) {
        return new Appended(arrival.event().source(), arrival.event().id(), status, problem);
    }

    private static Appended rejected(JsonNode envelope, Problem problem) {
        return new Appended(
                text(envelope, "source"), text(envelope, "id"), Appended.Status.REJECTED, problem);
    }

    private static String text(JsonNode envelope, String field) {
        String value = envelope.path(field).asText("");
        return value.length() <= 256 ? value : value.substring(0, 256);
    }

    /** Stores what is queued; later appends are refused. */
    @Override
    public void close() {
        backlog.close();
        commits.close();
    }
}
