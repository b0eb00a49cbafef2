package dev.musubi.profile;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.access.Callers;
import dev.musubi.access.Masking;
import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.event.Cursors;
import dev.musubi.event.Position;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierText;
import dev.musubi.openapi.api.ProfilesApi;
import dev.musubi.openapi.model.LookupRequest;
import dev.musubi.openapi.model.LookupResult;
import dev.musubi.openapi.model.LookupResults;
import dev.musubi.openapi.model.OrderPage;
import dev.musubi.openapi.model.Permissions;
import dev.musubi.openapi.model.TimelineEvent;
import dev.musubi.openapi.model.TimelinePage;
import dev.musubi.order.Order;
import dev.musubi.order.Orders;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Json;
import dev.musubi.platform.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class ProfilesController implements ProfilesApi {

    private final Profiles profiles;
    private final Timeline timeline;
    private final Orders orders;
    private final MayWrite mayWrite;
    private final Callers callers;

    ProfilesController(
            Profiles profiles,
            Timeline timeline,
            Orders orders,
            MayWrite mayWrite,
            Callers callers) {
        this.profiles = profiles;
        this.timeline = timeline;
        this.orders = orders;
        this.mayWrite = mayWrite;
        this.callers = callers;
    }

    @Override
    @Needs(Scope.PROFILES_READ)
    public ResponseEntity<dev.musubi.openapi.model.Profile> findProfile(String identifier) {
        Profile profile =
                profiles.find(IdentifierText.read(identifier))
                        .orElseThrow(() -> notFound("nobody has this identifier"));
        return ResponseEntity.ok().eTag(tag(profile)).body(view().profile(profile));
    }

    @Override
    @Needs(Scope.PROFILES_READ)
    public ResponseEntity<dev.musubi.openapi.model.Profile> getProfile(
            String id, @Nullable String ifNoneMatch) {
        Profile profile = profile(id);
        if (ifNoneMatch != null && ifNoneMatch.contains(tag(profile))) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag(profile)).build();
        }
        return ResponseEntity.ok().eTag(tag(profile)).body(view().profile(profile));
    }

    /** The version, and how much of it this caller sees. */
    private String tag(Profile profile) {
        return "\""
                + profile.id()
                + "."
                + profile.version()
                + (callers.current().sensitive() ? "s" : "")
                + "\"";
    }

    @Override
    @Needs(Scope.PROFILES_READ)
    public ResponseEntity<LookupResults> lookUpProfiles(LookupRequest request) {
        List<String> texts = request.getIdentifiers();
        List<Identifier> identifiers = texts.stream().map(IdentifierText::read).toList();
        Map<Identifier, Profile> found = profiles.findAll(identifiers);
        ProfileView view = view();
        LookupResults results = new LookupResults();
        for (int i = 0; i < texts.size(); i++) {
            LookupResult result = new LookupResult(texts.get(i));
            Profile profile = found.get(identifiers.get(i));
            results.addResultsItem(
                    profile == null ? result : result.profile(view.profile(profile)));
        }
        return ResponseEntity.ok(results);
    }

    @Override
    @Needs(Scope.PROFILES_READ)
    public ResponseEntity<TimelinePage> getTimeline(
            String id, Integer limit, @Nullable String cursor) {
        List<StoredEvent> events = timeline.of(profile(id), Cursors.read(cursor), limit + 1);
        int fitting = Cursors.fitting(events, limit, e -> e.body().length());
        boolean sensitive = callers.current().sensitive();
        TimelinePage page =
                new TimelinePage(
                        events.stream().limit(fitting).map(e -> event(e, sensitive)).toList());
        return ResponseEntity.ok(
                page.next(Cursors.next(events, fitting, e -> new Position(e.time(), e.key()))));
    }

    private static TimelineEvent event(StoredEvent stored, boolean sensitive) {
        JsonNode envelope = stored.envelope();
        JsonNode sent = envelope.path("data").isObject() ? envelope.path("data") : Json.object();
        JsonNode data = sensitive ? sent : Masking.data(sent);
        return new TimelineEvent(
                        envelope.path("source").asText(),
                        envelope.path("id").asText(),
                        stored.type(),
                        ProfileView.time(stored.time()),
                        ProfileView.time(stored.receivedAt()),
                        envelope.path("channel").asText(),
                        TimelineEvent.StateEnum.fromValue(stored.state().wire()),
                        Json.mapper()
                                .convertValue(data, new TypeReference<Map<String, Object>>() {}))
                .location(envelope.path("location").asText(null));
    }

    @Override
    @Needs(Scope.PROFILES_READ)
    public ResponseEntity<OrderPage> getOrders(String id, Integer limit, @Nullable String cursor) {
        List<Order> found =
                orders.ofOwners(profile(id).nodeList(), Cursors.read(cursor), limit + 1);
        OrderPage page = new OrderPage(found.stream().limit(limit).map(OrderView::order).toList());
        return ResponseEntity.ok(page.next(Cursors.next(found, limit, ProfilesController::at)));
    }

    private static Position at(Order order) {
        Instant orderedAt = order.orderedAt();
        return new Position(orderedAt == null ? Instant.EPOCH : orderedAt, order.id());
    }

    @Override
    @Needs(Scope.PROFILES_READ)
    public ResponseEntity<Permissions> getPermissions(
            String id, String purpose, String channel, @Nullable String contactPoint) {
        ProfileView view = view();
        return ResponseEntity.ok(
                new Permissions(
                        mayWrite.ask(profile(id), purpose, channel, contactPoint).stream()
                                .map(
                                        p ->
                                                new dev.musubi.openapi.model.Permission(
                                                                p.purpose(),
                                                                p.channel(),
                                                                view.contactPoint(p.contactPoint()),
                                                                p.allowed(),
                                                                dev.musubi.openapi.model.Permission
                                                                        .ReasonEnum.fromValue(
                                                                        p.reason().wire()))
                                                        .decidedBy(p.decidedBy()))
                                .toList()));
    }

    private ProfileView view() {
        return new ProfileView(callers.current().sensitive());
    }

    private Profile profile(String id) {
        return profiles.find(id).orElseThrow(() -> notFound("there is no profile with this id"));
    }

    private static Refused notFound(String detail) {
        return new Refused(Problem.notFound(detail));
    }
}
