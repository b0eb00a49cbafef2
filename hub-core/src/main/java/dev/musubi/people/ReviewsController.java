package dev.musubi.people;

import dev.musubi.access.Callers;
import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.identity.Review;
import dev.musubi.identity.Review.Verdict;
import dev.musubi.openapi.api.ReviewsApi;
import dev.musubi.openapi.model.IdentityDecision;
import dev.musubi.openapi.model.ReviewDecision;
import dev.musubi.openapi.model.ReviewOutcome;
import dev.musubi.openapi.model.ReviewPage;
import dev.musubi.openapi.model.ReviewReason;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import dev.musubi.profile.ProfileView;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class ReviewsController implements ReviewsApi {

    private final Reviews reviews;
    private final Identities identities;
    private final Callers callers;

    ReviewsController(Reviews reviews, Identities identities, Callers callers) {
        this.reviews = reviews;
        this.identities = identities;
        this.callers = callers;
    }

    @Override
    @Needs(Scope.IDENTITY_WRITE)
    public ResponseEntity<ReviewPage> getReviews(
            String state, Integer limit, @Nullable String cursor) {
        Reviews.Page page =
                reviews.page(
                        place(cursor), Review.State.valueOf(state.toUpperCase(Locale.ROOT)), limit);
        ReviewPage shown = new ReviewPage(shown(page.reviews(), identities, view()));
        if (page.next() != null) {
            shown.setNext(
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(page.next().getBytes(StandardCharsets.UTF_8)));
        }
        return ResponseEntity.ok(shown);
    }

    @Override
    @Needs(Scope.IDENTITY_WRITE)
    public ResponseEntity<IdentityDecision> decideReview(
            String id, ReviewDecision request, Boolean preview) {
        Corrections.Order order =
                new Corrections.Order(
                        "key:" + callers.current().keyId(), request.getReason(), preview);
        Corrections.Result result =
                reviews.decide(id, Verdict.ofWire(request.getDecision().getValue()), order);
        return ResponseEntity.ok(IdentityController.shown(result, preview, view()));
    }

    private static @Nullable String place(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    new Problem(
                            400,
                            "invalid-cursor",
                            "The cursor is none of ours",
                            "cursor: send back the field next of the page before as it came",
                            "cursor"));
        }
    }

    static List<dev.musubi.openapi.model.Review> shown(
            Collection<Review> reviews, Identities identities, ProfileView view) {
        Map<Node, Placement> stand =
                identities.find(
                        reviews.stream()
                                .flatMap(r -> Stream.of(r.refusal().one(), r.refusal().other()))
                                .distinct()
                                .toList());
        return reviews.stream()
                .map(
                        r ->
                                new dev.musubi.openapi.model.Review(
                                                r.id(),
                                                view.identifier(r.refusal().one(), true),
                                                view.identifier(r.refusal().other(), true),
                                                ReviewReason.fromValue(r.refusal().reason().wire()),
                                                r.refusal().cause(),
                                                ProfileView.time(r.refusal().time()))
                                        .profiles(
                                                Stream.of(r.refusal().one(), r.refusal().other())
                                                        .map(stand::get)
                                                        .filter(Objects::nonNull)
                                                        .map(Placement::profile)
                                                        .toList())
                                        .closed(outcome(r.closed())))
                .toList();
    }

    private static @Nullable ReviewOutcome outcome(Review.@Nullable Closed closed) {
        return closed == null
                ? null
                : new ReviewOutcome(
                        ReviewOutcome.DecisionEnum.fromValue(closed.verdict().wire()),
                        closed.actor(),
                        closed.reason(),
                        ProfileView.time(closed.at()));
    }

    private ProfileView view() {
        return new ProfileView(callers.current().sensitive());
    }
}
