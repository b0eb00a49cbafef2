package dev.musubi.people;

import dev.musubi.identity.Identities;
import dev.musubi.identity.Lift;
import dev.musubi.identity.Link;
import dev.musubi.identity.Node;
import dev.musubi.identity.Placement;
import dev.musubi.people.Corrections.Order;
import dev.musubi.people.Corrections.Result;
import dev.musubi.people.Reconsideration.Answer;
import dev.musubi.people.Reconsideration.Question;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Ids;
import dev.musubi.platform.Problem;
import dev.musubi.profile.Notice;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives shared contact points their power to join people back, and leaves it to the rules again. A
 * call that broke off is finished by the same call again. Thread safe.
 */
public final class Lifts {

    private static final int MOST_ROUNDS = 5;

    private final Identities identities;
    private final Profiles profiles;
    private final Reconsideration reconsideration;
    private final Clock clock;

    Lifts(Identities identities, Profiles profiles, Reconsideration reconsideration, Clock clock) {
        this.identities = identities;
        this.profiles = profiles;
        this.reconsideration = reconsideration;
        this.clock = clock;
    }

    /**
     * Gives a shared contact point its power back: whoever was seen with it is one person, as far
     * as no other rule keeps them apart.
     *
     * @throws Refused 404 where nobody has it, 409 where it is not shared, 422 where more was seen
     *     with it than can be one person
     */
    public Result lift(Node node, Order order) {
        Placement placement = placed(node);
        Question question = new Question(why(order, Ids.next()), Set.of(node), Set.of(), true);
        if (!identities.shared(Set.of(node)).contains(node) && !identities.unfinished(node)) {
            throw refused(
                    "not-shared", "It is not shared", "it joins people as it is: " + name(node));
        }
        Answer preview = reconsideration.decide(placement.profile(), question);
        if (preview.tooMany().contains(node)) {
            throw new Refused(
                    Problem.invalid(
                            "identifier",
                            "was seen with more identifiers than one person may have"));
        }
        if (order.preview()) {
            return result(null, placement.profile(), List.of(preview));
        }
        identities.lift(
                node, new Lift(question.why().cause(), order.actor(), order.reason(), now()));
        return decide(placement.profile(), question.why());
    }

    /**
     * Leaves it to the rules again whether a contact point is shared: whoever it alone held
     * together is parted.
     *
     * @throws Refused 404 where nobody has it, 409 where nobody gave it its power back
     */
    public Result unlift(Node node, Order order) {
        Placement placement = placed(node);
        if (order.preview()) {
            Question question = new Question(why(order, Ids.next()), Set.of(), Set.of(node), true);
            return result(
                    null,
                    placement.profile(),
                    List.of(reconsideration.decide(placement.profile(), question)));
        }
        if (!identities.unlift(node) && !identities.unfinished(node)) {
            throw refused(
                    "not-lifted",
                    "Nobody gave it its power back",
                    "the rules decide: " + name(node));
        }
        return decide(placement.profile(), why(order, Ids.next()));
    }

    private Placement placed(Node node) {
        return identities
                .find(node)
                .orElseThrow(() -> new Refused(Problem.notFound("nobody has this identifier")));
    }

    private Result decide(String profile, Cluster.Cause why) {
        Question question = new Question(why, Set.of(), Set.of(), false);
        List<Answer> answers = new ArrayList<>();
        Set<String> next = Set.of(profile);
        for (int round = 0; round < MOST_ROUNDS && !next.isEmpty(); round++) {
            Set<String> changed = new LinkedHashSet<>();
            for (String one : next) {
                Answer answer = reconsideration.decide(one, question);
                answers.add(answer);
                answer.changed().forEach(p -> changed.add(p.id()));
            }
            next = changed;
        }
        return result(why.cause(), profile, answers);
    }

    private Result result(@Nullable String decision, String asked, List<Answer> answers) {
        Map<String, ProfileState> changed = new TreeMap<>();
        answers.forEach(a -> a.changed().forEach(p -> changed.put(p.id(), p)));
        if (changed.isEmpty()) {
            profiles.states(List.of(asked)).forEach(p -> changed.put(p.id(), p));
        }
        return new Result(
                decision,
                changed.values().stream().filter(p -> !p.retired()).toList(),
                answers.stream()
                        .flatMap(a -> a.notices().stream())
                        .filter(n -> n.kind() == Notice.Kind.MERGED)
                        .flatMap(n -> n.others().stream())
                        .distinct()
                        .toList());
    }

    private Cluster.Cause why(Order order, String decision) {
        return new Cluster.Cause(Link.OPERATOR, order.actor(), decision, order.reason(), now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String name(Node node) {
        return node.type().orElseThrow().wire();
    }

    private static Refused refused(String code, String title, String detail) {
        return new Refused(new Problem(409, code, title, detail, "identifier"));
    }
}
