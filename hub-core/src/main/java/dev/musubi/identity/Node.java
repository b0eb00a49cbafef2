package dev.musubi.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * A normalised identifier, or a thing that events are at home in, as one string: {@code
 * type:value}, {@code type:namespace:value}, or {@code type?:value} for an unverified contact
 * point. Ordered by that string.
 */
public record Node(String key) implements Comparable<Node> {

    private static final char SLICED = '@';

    /** The type of the identifier; empty for things such as {@code order:…}. */
    public Optional<IdentifierType> type() {
        return IdentifierType.ofWire(prefix());
    }

    /** Whether it is a contact point that nobody has proven. */
    public boolean unverified() {
        return key.charAt(key.indexOf(':') - 1) == '?';
    }

    /**
     * Whether two people who share it are one: an id of the first ranks, or a verified contact
     * point.
     */
    public boolean merges() {
        return type().map(
                        type ->
                                switch (type.power()) {
                                    case MERGES -> true;
                                    case MERGES_VERIFIED -> !unverified();
                                    case NAMES, ATTACHES, CLAIMS, HINTS -> false;
                                })
                .orElse(false);
    }

    /** Whether events at home here are a person's: they make and change a profile. */
    public boolean person() {
        return type().map(
                        type ->
                                type.power() != IdentifierType.Power.ATTACHES
                                        && type.power() != IdentifierType.Power.CLAIMS
                                        && type.power() != IdentifierType.Power.HINTS)
                .orElse(false);
    }

    /** Whether it attaches what was done with it to a person, a slice at a time. */
    public boolean attaches() {
        return power(IdentifierType.Power.ATTACHES);
    }

    /** Whether what was bought with it is claimed by whoever names it first. */
    public boolean claimed() {
        return power(IdentifierType.Power.CLAIMS);
    }

    /** Whether it is in a link that was sent to one person. */
    public boolean hints() {
        return power(IdentifierType.Power.HINTS);
    }

    /** The node that stands for what was done with this one from then on. */
    Node slice(Instant start) {
        return new Node(key + SLICED + start.toEpochMilli());
    }

    /** Of the node of a slice, the one that it is cut from; of others themselves. */
    public Node uncut() {
        int cut = attaches() ? key.lastIndexOf(SLICED) : -1;
        return cut < 0 ? this : new Node(key.substring(0, cut));
    }

    /** Whether the other is this one, or a slice of it. */
    public boolean names(Node other) {
        return equals(other) || (other.attaches() && equals(other.uncut()));
    }

    private boolean power(IdentifierType.Power power) {
        return type().filter(type -> type.power() == power).isPresent();
    }

    /** Whether it is a way to reach a person, proven or not. */
    public boolean contactPoint() {
        return type().map(IdentifierType::contactPoint).orElse(false);
    }

    /** Its type, with its namespace where it has one: a person has so many of each kind. */
    public String kind() {
        return namespace().map(ns -> prefix() + ":" + ns).orElse(prefix());
    }

    /** The same contact point proven, the one node that an unverified one may be linked to. */
    public Node verifiedTwin() {
        return new Node(prefix() + key.substring(key.indexOf(':')));
    }

    /** The same contact point unproven. */
    public Node unverifiedTwin() {
        int colon = key.indexOf(':');
        return unverified() ? this : new Node(key.substring(0, colon) + "?" + key.substring(colon));
    }

    /** The namespace, where the type has one. */
    public Optional<String> namespace() {
        return type().filter(IdentifierType::namespaced)
                .map(
                        _ ->
                                key.substring(
                                        key.indexOf(':') + 1,
                                        key.indexOf(':', key.indexOf(':') + 1)));
    }

    /** The normalised value, without type and namespace. */
    public String value() {
        int from = key.indexOf(':') + 1;
        return namespace()
                .map(ns -> key.substring(from + ns.length() + 1))
                .orElse(key.substring(from));
    }

    private String prefix() {
        int colon = key.indexOf(':');
        return key.substring(0, key.charAt(colon - 1) == '?' ? colon - 1 : colon);
    }

    @Override
    public int compareTo(Node other) {
        return key.compareTo(other.key);
    }
}
