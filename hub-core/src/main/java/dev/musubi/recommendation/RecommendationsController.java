package dev.musubi.recommendation;

import dev.musubi.access.Callers;
import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierText;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Node;
import dev.musubi.identity.Nodes;
import dev.musubi.openapi.api.RecommendationsApi;
import dev.musubi.openapi.model.RecommendationReason;
import dev.musubi.openapi.model.RecommendationRequest;
import dev.musubi.openapi.model.RecommendedItem;
import dev.musubi.openapi.model.RecommendedItemPrice;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import dev.musubi.profile.Profile;
import dev.musubi.profile.Profiles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class RecommendationsController implements RecommendationsApi {

    private final Recommendations recommendations;
    private final Profiles profiles;
    private final Nodes nodes;
    private final Callers callers;

    RecommendationsController(
            Recommendations recommendations, Profiles profiles, Nodes nodes, Callers callers) {
        this.callers = callers;
        this.recommendations = recommendations;
        this.profiles = profiles;
        this.nodes = nodes;
    }

    @Override
    @Needs(Scope.RECOMMENDATIONS_READ)
    public ResponseEntity<dev.musubi.openapi.model.Recommendations> getRecommendations(
            dev.musubi.openapi.model.Placement placement,
            @Nullable String profile,
            @Nullable String visitor,
            @Nullable String session,
            @Nullable String sku,
            @Nullable String location,
            @Nullable String channel,
            Integer limit) {
        return askForRecommendations(
                new RecommendationRequest(placement)
                        .profile(profile)
                        .visitor(visitor)
                        .session(session)
                        .viewed(sku)
                        .location(location)
                        .channel(channel)
                        .limit(limit));
    }

    @Override
    @Needs(Scope.RECOMMENDATIONS_READ)
    public ResponseEntity<dev.musubi.openapi.model.Recommendations> askForRecommendations(
            RecommendationRequest request) {
        Optional<Profile> person = person(request);
        Placement placement =
                Placement.valueOf(request.getPlacement().getValue().toUpperCase(Locale.ROOT));
        Ask ask =
                new Ask(
                        placement,
                        person.map(p -> p.nodeList().stream().map(Node::key).toList())
                                .orElseGet(() -> visitor(request.getVisitor())),
                        request.getSession(),
                        request.getViewed(),
                        some(request.getBasket()),
                        Set.copyOf(some(request.getExclude())),
                        request.getChannel(),
                        request.getLocation(),
                        request.getLimit());
        Recommendation answer = recommendations.recommend(ask, person.orElse(null));
        return ResponseEntity.ok(shown(answer, request.getPlacement()));
    }

    private Optional<Profile> person(RecommendationRequest request) {
        String asked = request.getProfile();
        if (asked == null) {
            return Optional.empty();
        }
        if (callers.current().isPublic()) {
            throw new Refused(
                    new Problem(
                            403,
                            "missing-scope",
                            "The key may not do this",
                            "a public key asks for its own visitor, never for a profile",
                            "profile"));
        }
        if (request.getVisitor() != null) {
            throw new Refused(
                    new Problem(
                            400,
                            "two-people",
                            "The question names two people",
                            "expected profile or visitor, came both",
                            "visitor"));
        }
        Optional<Profile> found =
                asked.indexOf(':') < 0
                        ? profiles.find(asked)
                        : profiles.find(IdentifierText.read(asked));
        return Optional.of(
                found.orElseThrow(
                        () -> new Refused(Problem.notFound("nobody has this id or identifier"))));
    }

    private List<String> visitor(@Nullable String visitor) {
        return visitor == null
                ? List.of()
                : nodes
                        .node(new Identifier(IdentifierType.ANONYMOUS_ID, null, visitor, false))
                        .map(Node::key)
                        .stream()
                        .toList();
    }

    private static List<String> some(@Nullable List<String> skus) {
        return skus == null ? List.of() : skus;
    }

    private static dev.musubi.openapi.model.Recommendations shown(
            Recommendation answer, dev.musubi.openapi.model.Placement placement) {
        Reasons reasons = new Reasons(LocaleContextHolder.getLocale(), answer.known());
        var shown =
                new dev.musubi.openapi.model.Recommendations(
                        answer.id(),
                        placement,
                        answer.personal(),
                        answer.items().stream().map(i -> item(i, answer, reasons)).toList());
        if (answer.withheld() != null) {
            shown.setWithheld(
                    dev.musubi.openapi.model.Recommendations.WithheldEnum.fromValue(
                            answer.withheld().name().toLowerCase(Locale.ROOT)));
        }
        return shown;
    }

    private static RecommendedItem item(
            Blend.Chosen chosen, Recommendation answer, Reasons reasons) {
        Because because = chosen.item().because();
        RecommendedItem item =
                new RecommendedItem(
                        chosen.item().sku(),
                        RecommendedItem.AvailabilityEnum.fromValue(
                                chosen.band().name().toLowerCase(Locale.ROOT)),
                        new RecommendationReason(
                                        RecommendationReason.KindEnum.fromValue(
                                                because.kind().wire()),
                                        reasons.text(because))
                                .item(because.sku())
                                .event(because.event())
                                .session(session(because))
                                .group(Reasons.placed(because) ? because.group() : null));
        Catalogue.Product product = answer.known().get(chosen.item().sku());
        if (product != null) {
            item.name(product.name().isEmpty() ? null : product.name()).image(product.image());
            if (product.price() != null && product.currency() != null) {
                item.price(new RecommendedItemPrice(product.price(), product.currency()));
            }
        }
        return item;
    }

    /**
     * The shop's own name of the visit: an unnamed one is known by whose it is, which is theirs.
     */
    private static @Nullable String session(Because because) {
        return because.session() == null ? null : Visit.name(because.session()).orElse(null);
    }
}
