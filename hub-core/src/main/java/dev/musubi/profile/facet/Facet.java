package dev.musubi.profile.facet;

import dev.musubi.consent.ConsentKey;
import dev.musubi.consent.Decision;
import dev.musubi.identity.Node;
import dev.musubi.order.Tally;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fold of all events at home in one node, and the sums of the orders that the node owns.
 *
 * <p>Folding is commutative and associative: the same events in any order give the same facet. Each
 * part is one of: a counter, an exact sum, a least or greatest value, the newest per key, the
 * newest few. An event must be folded once; {@link #count} and {@link #fingerprint} show where it
 * was not. Mutable, for one thread.
 */
public final class Facet {

    /** The shape of facets that this code folds; a stored one of another number is folded anew. */
    public static final int SCHEMA = 1;

    /**
     * How many of each the newest are kept of: systems with a word on a trait, attributes,
     * locations.
     */
    static final int NEWEST = 16;

    private final Node home;
    private long count;
    private Fingerprint fingerprint = Fingerprint.NONE;
    private @Nullable Instant firstSeen;
    private @Nullable Instant lastSeen;
    private final SortedMap<String, Long> events = new TreeMap<>();
    private final Map<Trait, SortedMap<String, TraitEntry>> traits = new EnumMap<>(Trait.class);
    private final SortedMap<ConsentKey, Decision> decisions = new TreeMap<>();
    private final Newest<Node> attributes = new Newest<>(NEWEST);
    private final Newest<String> locations = new Newest<>(NEWEST);
    private final SortedMap<String, Tally> orders = new TreeMap<>();

    public Facet(Node home) {
        this.home = home;
    }

    /** For the codec. */
    Facet(
            Node home,
            long count,
            Fingerprint fingerprint,
            @Nullable Instant firstSeen,
            @Nullable Instant lastSeen) {
        this.home = home;
        this.count = count;
        this.fingerprint = fingerprint;
        this.firstSeen = firstSeen;
        this.lastSeen = lastSeen;
    }

    /** Folds one event in. */
    public void fold(Fact fact) {
        count++;
        fingerprint = fingerprint.with(fact.key());
        firstSeen = firstSeen == null || fact.at().isBefore(firstSeen) ? fact.at() : firstSeen;
        lastSeen = lastSeen == null || fact.at().isAfter(lastSeen) ? fact.at() : lastSeen;
        events.merge(fact.channel(), 1L, Long::sum);
        fact.traits()
                .forEach(
                        (trait, value) ->
                                say(
                                        trait,
                                        new TraitEntry(
                                                value,
                                                fact.source(),
                                                home.merges(),
                                                fact.at(),
                                                fact.key())));
        fact.decisions().forEach(this::decide);
        fact.attributes().forEach(node -> attributes.see(node, fact.at()));
        if (fact.location() != null) {
            locations.see(fact.location(), fact.at());
        }
    }

    /**
     * Adds the difference that an order makes to the sums of a channel; negative to take it away.
     */
    public void tally(String channel, Tally difference) {
        Tally sum = orders.getOrDefault(channel, Tally.NONE).plus(difference);
        if (sum.isNone()) {
            orders.remove(channel);
        } else {
            orders.put(channel, sum);
        }
    }

    void say(Trait trait, TraitEntry entry) {
        SortedMap<String, TraitEntry> bySystem =
                traits.computeIfAbsent(trait, _ -> new TreeMap<>());
        bySystem.merge(entry.system(), entry, (old, now) -> old.compareTo(now) >= 0 ? old : now);
        if (bySystem.size() > NEWEST) {
            bySystem.values().remove(Collections.min(bySystem.values()));
        }
    }

    void decide(Decision decision) {
        decisions.merge(decision.key(), decision, Decision::inForce);
    }

    void count(String channel, long number) {
        events.put(channel, number);
    }

    public Node home() {
        return home;
    }

    /** How many events are folded in. */
    public long count() {
        return count;
    }

    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /** The earliest effective time folded; absent where none was. */
    public @Nullable Instant firstSeen() {
        return firstSeen;
    }

    /** The latest effective time folded; absent where none was. */
    public @Nullable Instant lastSeen() {
        return lastSeen;
    }

    /** Events by channel. */
    SortedMap<String, Long> events() {
        return events;
    }

    /** By trait and reporting system. */
    Map<Trait, SortedMap<String, TraitEntry>> traits() {
        return traits;
    }

    /** What the sources say of a trait, each its newest word. */
    public List<String> said(Trait trait) {
        SortedMap<String, TraitEntry> words = traits.get(trait);
        return words == null ? List.of() : words.values().stream().map(TraitEntry::value).toList();
    }

    SortedMap<ConsentKey, Decision> decisions() {
        return decisions;
    }

    /** Identifiers beside the home that link nobody, the newest few. */
    Newest<Node> attributes() {
        return attributes;
    }

    /** Where it happened, the newest few. */
    Newest<String> locations() {
        return locations;
    }

    /** By channel of the order. */
    SortedMap<String, Tally> orders() {
        return orders;
    }
}
