package dev.musubi.consent;

import dev.musubi.consent.Permission.Reason;
import dev.musubi.consent.Suppression.Mark;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** "May I write?": decides from a person's decisions and a contact point's suppressions. Pure. */
public final class Permissions {

    /** Purposes that need no consent: they are allowed unless denied or suppressed. */
    private static final Set<String> WITHOUT_CONSENT = Set.of("transactional", "service");

    private Permissions() {}

    /**
     * Decides for one contact point.
     *
     * @param decisions the decisions of the person, the one in force per key
     * @param suppression what speaks against the contact point, whoever it belongs to
     */
    public static Permission decide(
            String purpose,
            String channel,
            String contactPoint,
            Collection<Decision> decisions,
            @Nullable Suppression suppression,
            Instant now) {
        Optional<Decision> decision = inForce(purpose, channel, contactPoint, decisions);
        Optional<Blocked> blocked =
                suppression == null
                        ? Optional.empty()
                        : blocked(purpose, suppression, decision.filter(d -> d.allows(now)));
        if (blocked.isPresent()) {
            Blocked by = blocked.get();
            return new Permission(
                    purpose, channel, contactPoint, false, by.reason(), by.mark().event());
        }
        if (decision.isEmpty()) {
            boolean allowed = WITHOUT_CONSENT.contains(purpose);
            Reason reason = allowed ? Reason.ALLOWED_WITHOUT_CONSENT : Reason.NO_CONSENT;
            return new Permission(purpose, channel, contactPoint, allowed, reason, null);
        }
        Decision d = decision.get();
        Reason reason =
                d.allows(now) ? Reason.GRANTED : d.granted() ? Reason.EXPIRED : Reason.DENIED;
        return new Permission(purpose, channel, contactPoint, d.allows(now), reason, d.event());
    }

    /**
     * The decision that counts for a point: its own, which a denial everywhere of the same time or
     * later takes back; without one, the one for everywhere. A grant everywhere never lifts a
     * denial of the point itself.
     */
    private static Optional<Decision> inForce(
            String purpose, String channel, String contactPoint, Collection<Decision> decisions) {
        Optional<Decision> own = newest(decisions, new ConsentKey(purpose, channel, contactPoint));
        Optional<Decision> everywhere =
                newest(decisions, new ConsentKey(purpose, channel, ConsentKey.EVERYWHERE));
        boolean takenBack =
                own.isPresent()
                        && own.get().granted()
                        && everywhere.isPresent()
                        && !everywhere.get().granted()
                        && !everywhere.get().at().isBefore(own.get().at());
        return own.isEmpty() || takenBack ? everywhere : own;
    }

    private static Optional<Decision> newest(Collection<Decision> decisions, ConsentKey key) {
        return decisions.stream().filter(d -> d.key().equals(key)).max(Comparator.naturalOrder());
    }

    private record Blocked(Reason reason, Mark mark) {}

    /**
     * A bounce blocks all purposes; the other two block what needs consent, until a newer grant.
     */
    private static Optional<Blocked> blocked(
            String purpose, Suppression suppression, Optional<Decision> grant) {
        if (suppression.bounced() != null) {
            return Optional.of(new Blocked(Reason.BOUNCED, suppression.bounced()));
        }
        if (WITHOUT_CONSENT.contains(purpose)) {
            return Optional.empty();
        }
        return Stream.of(
                        marked(Reason.COMPLAINED, suppression.complained()),
                        marked(Reason.UNSUBSCRIBED, suppression.unsubscribed()))
                .flatMap(Optional::stream)
                .filter(b -> grant.isEmpty() || !grant.get().at().isAfter(b.mark().at()))
                .findFirst();
    }

    private static Optional<Blocked> marked(Reason reason, @Nullable Mark mark) {
        return Optional.ofNullable(mark).map(m -> new Blocked(reason, m));
    }
}
