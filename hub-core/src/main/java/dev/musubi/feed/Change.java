package dev.musubi.feed;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a profile.
 *
 * @param profile absent only where changes were lost
 * @param version the one that was written; absent for merges and splits, which are followed by the
 *     profiles that they wrote
 * @param others of a merge, the ids that lead to the profile from now on; of a split, the profiles
 *     that came out of it; else empty
 * @param rule what decided a merge or split, such as {@code same-event} or {@code operator}
 * @param actor who decided it: the rules themselves, or the key of an operator
 * @param cause key of the event, or id of the decision
 * @param at when it was committed, by the clock of MongoDB
 */
public record Change(
        Type type,
        @Nullable String profile,
        @Nullable Long version,
        List<String> others,
        @Nullable String rule,
        @Nullable String actor,
        @Nullable String cause,
        Instant at) {

    /** What kind of change it is. */
    public enum Type {
        CREATED("profile.created"),
        CHANGED("profile.changed"),
        MERGED("profile.merged"),
        SPLIT("profile.split"),
        /** What was before is not known: everything is to be read anew. */
        LOST("changes.lost");

        private final String wire;

        Type(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }

        static Type ofWire(String wire) {
            for (Type type : values()) {
                if (type.wire.equals(wire)) {
                    return type;
                }
            }
            throw new IllegalArgumentException("no type of a change: " + wire);
        }
    }

    public Change {
        others = List.copyOf(others);
    }

    static Change written(Type type, String profile, long version, Instant at) {
        return new Change(type, profile, version, List.of(), null, null, null, at);
    }

    static Change lost(Instant at) {
        return new Change(Type.LOST, null, null, List.of(), null, null, null, at);
    }

    /** Whether it is that a profile was written, and no merge or split. */
    boolean ofOneProfile() {
        return switch (type) {
            case CREATED, CHANGED -> true;
            case MERGED, SPLIT, LOST -> false;
        };
    }

    Change as(Type other) {
        return new Change(other, profile, version, others, rule, actor, cause, at);
    }

    /** The same, committed then or later. */
    Change notBefore(Instant earliest) {
        return at.isBefore(earliest)
                ? new Change(type, profile, version, others, rule, actor, cause, earliest)
                : this;
    }
}
