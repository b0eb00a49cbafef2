package dev.musubi.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.access.Caller;
import dev.musubi.event.Appended;
import dev.musubi.event.EventLog;
import dev.musubi.event.EventState;
import dev.musubi.event.Sender;
import dev.musubi.event.StoredEvent;
import dev.musubi.event.Submission;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Ids;
import dev.musubi.platform.Json;
import dev.musubi.platform.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;

/** What somebody writes into the catalogue is an event like any other, waited for. Thread safe. */
final class CatalogWriter {

    private static final String SOURCE = "catalog";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final EventLog log;
    private final Clock clock;

    CatalogWriter(EventLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * Returns when the catalogue has it.
     *
     * @throws Refused where the content is not as the contract says
     * @throws StoreAway where it is durable and not yet applied; the same may be repeated
     */
    void write(Caller caller, String type, ObjectNode data) {
        String source =
                caller.sources().isEmpty() ? SOURCE : new TreeSet<>(caller.sources()).getFirst();
        String id = Ids.next();
        ObjectNode envelope =
                Json.object()
                        .put("source", source)
                        .put("id", id)
                        .put("type", type)
                        .put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
                        .put("channel", SOURCE);
        envelope.set("data", data);
        Appended appended =
                log.append(List.of(new Submission(envelope, Sender.of(caller), null))).getFirst();
        Problem problem = appended.problem();
        if (problem != null) {
            throw new Refused(problem);
        }
        await(source, id);
    }

    private void await(String source, String id) {
        try {
            log.awaitApplied(List.of(StoredEvent.key(source, id)), LONGEST_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        StoredEvent stored = log.find(source, id).orElseThrow();
        if (stored.state() == EventState.State.RECEIVED) {
            throw new StoreAway(
                    "what was written is kept and not yet in the catalogue",
                    Duration.ofSeconds(2),
                    null);
        }
        if (stored.state() == EventState.State.DEAD) {
            throw new Refused(
                    Problem.invalid("data", "it could not be applied: " + stored.reason()));
        }
    }
}
