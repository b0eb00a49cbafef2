package dev.musubi.connectors.crm;

import dev.musubi.connectors.csv.EventText;
import dev.musubi.connectors.csv.Person;
import dev.musubi.platform.Json;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a row changes, and who is missing from a full file. Pure.
 *
 * <p>A row is newer by what the CRM says of it (its updated-at column), then by the date of its
 * file. Only what differs from what the CRM said last is an event: a full file that repeats an old
 * grant every night must not outdo what the member has decided elsewhere since.
 */
final class MemberRules {
    private MemberRules() {}

    /**
     * @param known what the CRM said last; absent for a member that is new
     * @param asOf the date of the file
     * @param lastFull the date of the newest full file taken: what is known is at least as new
     */
    static Change change(Member row, @Nullable Known known, Instant asOf, Instant lastFull) {
        var stated = row.updatedAt() == null ? asOf : row.updatedAt();
        if (known == null) {
            var kind = row.left() ? Change.Kind.LEFT : Change.Kind.ADDED;
            return new Change.Something(
                    kind,
                    !row.left(),
                    row.consents(),
                    row.left(),
                    stated,
                    next(row, null, stated, asOf, stated));
        }
        var consents =
                row.consents().stream()
                        .filter(
                                c ->
                                        !Boolean.valueOf(c.granted())
                                                .equals(known.consents().get(c.key())))
                        .map(c -> dated(c, known))
                        .toList();
        var content = content(row);
        var profile = !row.left() && (known.left() || !content.equals(known.content()));
        var leaves = row.left() && !known.left();
        var order = order(row, stated, asOf, known, lastFull);
        if (!profile && !leaves && consents.isEmpty()) {
            return new Change.Nothing(
                    order > 0 ? known.confirmed(later(stated, known.stated()), asOf) : null);
        }
        if (order < 0) {
            return new Change.Older();
        }
        var time = later(stated, known.time().plusMillis(1));
        return new Change.Something(
                leaves ? Change.Kind.LEFT : known.left() ? Change.Kind.ADDED : Change.Kind.CHANGED,
                profile,
                consents,
                leaves,
                time,
                next(row, known, stated, asOf, time));
    }

    /** Whether a member who is missing from a full file has left: nothing later names them. */
    static boolean isGone(Known missing, Instant asOf, Instant lastFull) {
        return !missing.left() && !later(missing.asOf(), lastFull).isAfter(asOf);
    }

    /** What is known of a member who is gone. */
    static Known gone(Known missing, Instant asOf) {
        return missing.missing(asOf, later(asOf, missing.time().plusMillis(1)));
    }

    /** Of two rows of one member in one file, the one that holds: the newer, else the lower. */
    static Member newest(@Nullable Member upper, Member lower) {
        return upper == null
                        || upper.updatedAt() == null
                        || lower.updatedAt() == null
                        || !lower.updatedAt().isBefore(upper.updatedAt())
                ? lower
                : upper;
    }

    /**
     * A denial that follows a known grant counts, even where the CRM left the date of the grant
     * beside it: then it is dated as the row is. A grant keeps its date.
     */
    private static Member.Consent dated(Member.Consent consent, Known known) {
        var stale =
                !consent.granted()
                        && known.consents().containsKey(consent.key())
                        && consent.at() != null
                        && !consent.at().isAfter(known.time());
        return stale
                ? new Member.Consent(consent.purpose(), consent.channel(), false, null)
                : consent;
    }

    /** Whether the row is newer than what is known (above 0), as new (0) or older. */
    private static int order(
            Member row, Instant stated, Instant asOf, Known known, Instant lastFull) {
        var knownAsOf = later(known.asOf(), lastFull);
        var byRow = row.updatedAt() == null ? 0 : stated.compareTo(known.stated());
        return byRow != 0 ? byRow : asOf.compareTo(knownAsOf);
    }

    private static Known next(
            Member row, @Nullable Known known, Instant stated, Instant asOf, Instant time) {
        var consents = new TreeMap<String, Boolean>();
        if (known != null) {
            consents.putAll(known.consents());
        }
        row.consents().forEach(c -> consents.put(c.key(), c.granted()));
        return new Known(
                row.key(),
                row.number().value(),
                content(row),
                consents,
                stated,
                asOf,
                time,
                row.left());
    }

    private static String content(Member row) {
        var said = Json.object();
        Person.write(said, row.identifiers());
        var traits = said.putObject("traits");
        row.traits().forEach(traits::put);
        return EventText.hash(said);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
