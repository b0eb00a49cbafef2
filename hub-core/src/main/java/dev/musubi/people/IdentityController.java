package dev.musubi.people;

import dev.musubi.access.Callers;
import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierText;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Lift;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.identity.Nodes;
import dev.musubi.openapi.api.IdentityApi;
import dev.musubi.openapi.model.Identity;
import dev.musubi.openapi.model.IdentityDecision;
import dev.musubi.openapi.model.IdentityLink;
import dev.musubi.openapi.model.IdentityNode;
import dev.musubi.openapi.model.IdentityStep;
import dev.musubi.openapi.model.MergeRequest;
import dev.musubi.openapi.model.ProfileIdentifier;
import dev.musubi.openapi.model.ResultingProfile;
import dev.musubi.openapi.model.SplitRequest;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.ProfileView;
import dev.musubi.profile.Profiles;
import dev.musubi.profile.facet.Facet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class IdentityController implements IdentityApi {

    private final Corrections corrections;
    private final Identities identities;
    private final Profiles profiles;
    private final Nodes nodes;
    private final Callers callers;

    IdentityController(
            Corrections corrections,
            Identities identities,
            Profiles profiles,
            Nodes nodes,
            Callers callers) {
        this.corrections = corrections;
        this.identities = identities;
        this.profiles = profiles;
        this.nodes = nodes;
        this.callers = callers;
    }

    @Override
    @Needs(Scope.PROFILES_READ)
    public ResponseEntity<Identity> getIdentity(
            String id, @Nullable String from, @Nullable String to) {
        ProfileState profile = profile(id);
        Set<Node> own = profile.nodes().keySet();
        ProfileView view = view();
        List<Link> log = identities.links(own);
        Set<Node> shared = identities.shared(own);
        Map<Node, Lift> lifts = identities.lifts(own);
        Map<Node, Node> replaced = Replaced.among(own, node -> firstSeen(profile, node));
        Identity identity =
                new Identity(
                        profile.id(),
                        profile.nodes().entrySet().stream()
                                .map(
                                        e ->
                                                new IdentityNode(
                                                                view.identifier(e.getKey(), true),
                                                                e.getValue(),
                                                                events(profile, e.getKey()))
                                                        .shared(shared.contains(e.getKey()))
                                                        .lifted(lifted(lifts.get(e.getKey())))
                                                        .replacedBy(
                                                                shown(
                                                                        replaced.get(e.getKey()),
                                                                        view)))
                                .toList(),
                        log.stream().map(link -> link(link, view)).toList());
        identity.setApart(ReviewsController.shown(identities.reviews(own), identities, view));
        if (from != null || to != null) {
            identity.setPath(path(asked("from", from, own), asked("to", to, own), log, view));
        }
        return ResponseEntity.ok(identity);
    }

    private static dev.musubi.openapi.model.@Nullable Lift lifted(@Nullable Lift lift) {
        return lift == null
                ? null
                : new dev.musubi.openapi.model.Lift(
                        lift.id(), lift.actor(), lift.reason(), ProfileView.time(lift.at()));
    }

    private static @Nullable ProfileIdentifier shown(@Nullable Node node, ProfileView view) {
        return node == null ? null : view.identifier(node, true);
    }

    private Instant firstSeen(ProfileState profile, Node node) {
        Optional<Instant> alone =
                Optional.ofNullable(profile.facets().get(node)).map(Facet::firstSeen);
        return Stream.concat(alone.stream(), identities.firstNamed(node).stream())
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private static long events(ProfileState profile, Node node) {
        return Optional.ofNullable(profile.facets().get(node)).map(Facet::count).orElse(0L);
    }

    private List<IdentityStep> path(Node from, Node to, List<Link> log, ProfileView view) {
        Words words = new Words(LocaleContextHolder.getLocale(), ZoneOffset.UTC);
        List<IdentityStep> steps = new ArrayList<>();
        for (Paths.Step step : Paths.between(from, to, LinkLog.standing(log))) {
            var one = view.identifier(step.from(), true);
            var other = view.identifier(step.to(), true);
            steps.add(
                    new IdentityStep(
                            one,
                            other,
                            link(step.link(), view),
                            words.why(one, other, step.link())));
        }
        return steps;
    }

    private Node asked(String parameter, @Nullable String text, Set<Node> own) {
        return written(IdentifierText.read(text)).stream()
                .flatMap(n -> own.stream().filter(n::names))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refused(
                                        new Problem(
                                                400,
                                                "invalid-parameter",
                                                "A parameter is not as the contract says",
                                                "expected an identifier that makes this profile",
                                                parameter)));
    }

    /** The node of an identifier; of a contact point the proven one first. */
    private List<Node> written(Identifier identifier) {
        return nodes.node(identifier)
                .map(
                        n ->
                                n.contactPoint()
                                        ? List.of(n.verifiedTwin(), n.unverifiedTwin())
                                        : List.of(n))
                .orElse(List.of());
    }

    @Override
    @Needs(Scope.IDENTITY_WRITE)
    public ResponseEntity<IdentityDecision> mergeProfiles(
            String id, MergeRequest request, Boolean preview) {
        return ResponseEntity.ok(
                shown(
                        corrections.merge(
                                id, request.getWith(), order(request.getReason(), preview)),
                        preview));
    }

    @Override
    @Needs(Scope.IDENTITY_WRITE)
    public ResponseEntity<IdentityDecision> splitProfile(
            String id, SplitRequest request, Boolean preview) {
        List<List<Node>> parted =
                request.getIdentifiers().stream()
                        .map(text -> written(IdentifierText.read(text)))
                        .toList();
        return ResponseEntity.ok(
                shown(corrections.split(id, parted, order(request.getReason(), preview)), preview));
    }

    private Corrections.Order order(String reason, boolean preview) {
        return new Corrections.Order("key:" + callers.current().keyId(), reason, preview);
    }

    private IdentityDecision shown(Corrections.Result result, boolean preview) {
        return shown(result, preview, view());
    }

    static IdentityDecision shown(Corrections.Result result, boolean preview, ProfileView view) {
        return new IdentityDecision(
                        preview,
                        result.profiles().stream()
                                .map(
                                        p ->
                                                new ResultingProfile(
                                                        p.id(),
                                                        p.version(),
                                                        p.nodes().keySet().stream()
                                                                .map(n -> view.identifier(n, true))
                                                                .toList(),
                                                        ProfileView.stats(p.combined())))
                                .toList(),
                        result.retired())
                .decision(result.decision());
    }

    private static IdentityLink link(Link link, ProfileView view) {
        return new IdentityLink(
                        IdentityLink.KindEnum.fromValue(link.kind().wire()),
                        view.identifier(link.one(), true),
                        view.identifier(link.other(), true),
                        link.rule(),
                        link.ruleVersion(),
                        link.actor(),
                        link.cause(),
                        ProfileView.time(link.time()))
                .reason(link.reason());
    }

    private ProfileView view() {
        return new ProfileView(callers.current().sensitive());
    }

    private ProfileState profile(String id) {
        return profiles.find(id)
                .flatMap(p -> profiles.states(List.of(p.id())).stream().findFirst())
                .filter(p -> !p.retired())
                .orElseThrow(
                        () -> new Refused(Problem.notFound("there is no profile with this id")));
    }
}
