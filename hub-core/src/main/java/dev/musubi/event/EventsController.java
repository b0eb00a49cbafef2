package dev.musubi.event;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.musubi.access.Callers;
import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.event.intake.BodyReader;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.openapi.api.EventsApi;
import dev.musubi.openapi.model.ConflictPage;
import dev.musubi.openapi.model.EventResult;
import dev.musubi.openapi.model.EventResults;
import dev.musubi.openapi.model.EventStatus;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Json;
import dev.musubi.platform.Problem;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class EventsController implements EventsApi {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final EventLog log;
    private final Identities identities;
    private final Callers callers;

    EventsController(EventLog log, Identities identities, Callers callers) {
        this.log = log;
        this.identities = identities;
        this.callers = callers;
    }

    @Override
    @Needs(Scope.EVENTS_WRITE)
    public ResponseEntity<EventResults> appendEvents(
            byte[] body, @Nullable String wait, Boolean dryRun) {
        boolean waits = "applied".equals(wait);
        if (wait != null && !waits) {
            throw new Refused(
                    new Problem(
                            400,
                            "invalid-parameter",
                            "A parameter is not as the contract says",
                            "wait: expected applied, came something else",
                            "wait"));
        }
        Sender sender = Sender.of(callers.current());
        List<Submission> submissions =
                BodyReader.envelopes(body).stream()
                        .map(envelope -> new Submission(envelope, sender, null))
                        .toList();
        List<Appended> appended = dryRun ? log.check(submissions) : log.append(submissions);
        if (waits && !dryRun) {
            await(appended);
        }
        // A public key is anybody's: it does not learn who has an identifier.
        boolean tells = (waits || dryRun) && !callers.current().isPublic();
        EventResults results =
                new EventResults(results(appended, tells ? profiles(appended) : Map.of()));
        boolean allRejected =
                appended.stream().allMatch(a -> a.status() == Appended.Status.REJECTED);
        return ResponseEntity.status(
                        allRejected ? HttpStatus.UNPROCESSABLE_ENTITY : HttpStatus.ACCEPTED)
                .body(results);
    }

    @Override
    @Needs(Scope.PROFILES_READ)
    public ResponseEntity<EventStatus> getEvent(String source, String id) {
        StoredEvent event =
                log.find(source, id)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Problem.notFound(
                                                        "there is no event with this source and id")));
        EventStatus status =
                new EventStatus(
                        source,
                        id,
                        event.type(),
                        event.time().atOffset(ZoneOffset.UTC),
                        event.receivedAt().atOffset(ZoneOffset.UTC),
                        EventStatus.StateEnum.fromValue(event.state().wire()));
        identities.find(event.home()).map(Placement::profile).ifPresent(status::profileId);
        return ResponseEntity.ok(status.reason(event.reason()));
    }

    @Override
    @Needs(Scope.ADMIN)
    public ResponseEntity<ConflictPage> getConflicts(Integer limit, @Nullable String cursor) {
        List<Conflict> found = log.conflicts(Cursors.read(cursor), limit + 1);
        ConflictPage page =
                new ConflictPage(
                        found.stream().limit(limit).map(EventsController::conflict).toList());
        return ResponseEntity.ok(
                page.next(Cursors.next(found, limit, c -> new Position(c.receivedAt(), c.id()))));
    }

    private static dev.musubi.openapi.model.Conflict conflict(Conflict conflict) {
        int bar = conflict.event().indexOf('|');
        return new dev.musubi.openapi.model.Conflict(
                conflict.event().substring(0, bar),
                conflict.event().substring(bar + 1),
                conflict.sender(),
                conflict.receivedAt().atOffset(ZoneOffset.UTC),
                Json.mapper().convertValue(Json.read(conflict.body()), new TypeReference<>() {}));
    }

    private void await(List<Appended> appended) {
        Set<String> keys = new java.util.HashSet<>();
        for (Appended one : appended) {
            if (kept(one)) {
                keys.add(StoredEvent.key(one.source(), one.id()));
            }
        }
        try {
            log.awaitApplied(keys, LONGEST_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean kept(Appended one) {
        return one.status() == Appended.Status.ACCEPTED
                || one.status() == Appended.Status.DUPLICATE;
    }

    /** Whose the kept events are, by the events' keys; those of nobody are left out. */
    private Map<String, String> profiles(List<Appended> appended) {
        Map<String, Node> homes =
                log.homes(
                        appended.stream()
                                .filter(EventsController::kept)
                                .map(a -> StoredEvent.key(a.source(), a.id()))
                                .toList());
        Map<Node, Placement> placements = identities.find(homes.values());
        Map<String, String> profiles = new HashMap<>();
        homes.forEach(
                (key, home) -> {
                    Placement placement = placements.get(home);
                    if (placement != null) {
                        profiles.put(key, placement.profile());
                    }
                });
        return profiles;
    }

    private static List<EventResult> results(
            List<Appended> appended, Map<String, String> profiles) {
        List<EventResult> results = new ArrayList<>(appended.size());
        for (Appended one : appended) {
            EventResult result =
                    new EventResult(
                            one.source(),
                            one.id(),
                            EventResult.StatusEnum.fromValue(
                                    one.status().name().toLowerCase(Locale.ROOT)));
            result.profileId(profiles.get(StoredEvent.key(one.source(), one.id())));
            Problem problem = one.problem();
            if (problem != null) {
                result.problem(
                        new dev.musubi.openapi.model.Problem(
                                        problem.type(),
                                        problem.title(),
                                        problem.status(),
                                        problem.detail(),
                                        problem.code())
                                .field(problem.field()));
            }
            results.add(result);
        }
        return results;
    }
}
