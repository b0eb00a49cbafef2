package dev.musubi.recommendation;

import dev.musubi.consent.Decision;
import dev.musubi.recommendation.Recommendation.Withheld;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Whether a person may be profiled. Pure.
 *
 * <p>A profile is made of all channels, so the answers for all of them count: one denial or ended
 * grant speaks against it, whatever other channels were told, and silence means no.
 */
final class Consented {

    private static final String PURPOSE = "profiling";

    private Consented() {}

    /** What speaks against it; nothing where it is allowed. */
    static Optional<Withheld> against(Collection<Decision> decisions, Instant now) {
        List<Decision> said =
                decisions.stream().filter(d -> d.key().purpose().equals(PURPOSE)).toList();
        if (said.isEmpty()) {
            return Optional.of(Withheld.NO_CONSENT);
        }
        return said.stream().allMatch(d -> d.allows(now))
                ? Optional.empty()
                : Optional.of(Withheld.DENIED);
    }
}
