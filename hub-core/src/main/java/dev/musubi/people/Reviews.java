package dev.musubi.people;

import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.identity.Review;
import dev.musubi.identity.Review.Closed;
import dev.musubi.identity.Review.Verdict;
import dev.musubi.people.Corrections.Order;
import dev.musubi.people.Corrections.Result;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import dev.musubi.platform.Transaction;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What rules keep apart, for people to decide. A review of two who have become one is none any
 * more, and is there again when they part. Thread safe.
 */
public final class Reviews {

    private final Identities identities;
    private final Corrections corrections;
    private final Clock clock;

    Reviews(Identities identities, Corrections corrections, Clock clock) {
        this.identities = identities;
        this.corrections = corrections;
        this.clock = clock;
    }

    /**
     * Some reviews.
     *
     * @param next where to go on; absent after the last
     */
    public record Page(List<Review> reviews, @Nullable String next) {}

    /** At most {@code limit} after a place. */
    public Page page(@Nullable String after, Review.State state, int limit) {
        List<Review> page = new ArrayList<>();
        String place = after;
        while (true) {
            List<Review> found = identities.reviews(place, state, limit + 1);
            Set<Review> one = one(found);
            for (Review review : found) {
                if (page.size() == limit) {
                    return new Page(page, place);
                }
                place = Identities.place(review);
                if (review.closed() != null || !one.contains(review)) {
                    page.add(review);
                }
            }
            if (found.size() <= limit) {
                return new Page(page, null);
            }
        }
    }

    /** Those whose two nodes are one person by now. */
    private Set<Review> one(List<Review> reviews) {
        Set<Node> nodes = new HashSet<>();
        reviews.forEach(r -> nodes.addAll(List.of(r.refusal().one(), r.refusal().other())));
        Map<Node, Placement> stand = nodes.isEmpty() ? Map.of() : identities.find(nodes);
        Set<Review> one = new HashSet<>();
        for (Review review : reviews) {
            Placement first = stand.get(review.refusal().one());
            Placement second = stand.get(review.refusal().other());
            if (first != null && second != null && first.profile().equals(second.profile())) {
                one.add(review);
            }
        }
        return one;
    }

    /**
     * Decides one, all of it or nothing.
     *
     * @throws Refused 404 where there is no such review, 409 where it is closed or both are one
     *     person, 422 where what was decided cannot be
     */
    public Result decide(String id, Verdict verdict, Order order) {
        Review review =
                identities
                        .review(id)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Problem.notFound(
                                                        "there is no review with the id " + id)));
        if (review.closed() != null) {
            throw closed(id);
        }
        Consumer<Transaction> close =
                transaction -> {
                    Closed closed =
                            new Closed(
                                    verdict,
                                    order.actor(),
                                    order.reason(),
                                    clock.instant().truncatedTo(ChronoUnit.MILLIS));
                    if (!identities.close(transaction, id, closed)) {
                        throw closed(id);
                    }
                };
        return switch (verdict) {
            case MERGE -> corrections.merge(one(review), other(review), order, close);
            case KEEP_APART -> corrections.keepApart(one(review), other(review), order, close);
            case DISMISS -> {
                if (!order.preview()) {
                    corrections.only(close);
                }
                yield new Result(null, List.of(), List.of());
            }
        };
    }

    private String one(Review review) {
        return profile(review.refusal().one());
    }

    private String other(Review review) {
        return profile(review.refusal().other());
    }

    private String profile(Node node) {
        return identities
                .find(node)
                .map(Placement::profile)
                .orElseThrow(
                        () ->
                                new Refused(
                                        new Problem(
                                                409,
                                                "nobodys",
                                                "An identifier is nobody's any more",
                                                "dismiss the review",
                                                null)));
    }

    private static Refused closed(String id) {
        return new Refused(
                new Problem(
                        409,
                        "closed",
                        "The review is closed",
                        "review " + id + " is closed",
                        null));
    }
}
