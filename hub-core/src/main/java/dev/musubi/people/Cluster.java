package dev.musubi.people;

import dev.musubi.identity.Evidence;
import dev.musubi.identity.Link;
import dev.musubi.identity.Resolution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** People who have to be looked at together, and what is new about them. */
record Cluster(
        Set<Component> people,
        List<Evidence> evidence,
        List<Link> twins,
        List<Link> decisions,
        List<Cause> reconsidered) {

    Cluster() {
        this(
                new LinkedHashSet<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    /** What made somebody look, for the log: the first of it. */
    record Cause(String rule, String actor, String cause, @Nullable String reason, Instant time) {}

    Cause cause() {
        if (!decisions.isEmpty()) {
            Link decision = decisions.getFirst();
            return new Cause(
                    Link.OPERATOR,
                    decision.actor(),
                    decision.cause(),
                    decision.reason(),
                    decision.time());
        }
        if (!reconsidered.isEmpty()) {
            return reconsidered.getFirst();
        }
        return evidence.stream()
                .sorted()
                .findFirst()
                .map(
                        e ->
                                new Cause(
                                        Resolution.SAME_EVENT,
                                        LinkLog.RULES,
                                        e.cause(),
                                        null,
                                        e.time()))
                .orElseGet(
                        () -> {
                            Link twin = twins.getFirst();
                            return new Cause(
                                    twin.rule(), LinkLog.RULES, twin.cause(), null, twin.time());
                        });
    }
}
