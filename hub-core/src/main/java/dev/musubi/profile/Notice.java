package dev.musubi.profile;

import java.util.List;

/**
 * That profiles became one, or one became several.
 *
 * @param id UUIDv7, in the order in which they were decided on one hub
 * @param profile the profile that goes on under its id
 * @param others the ids that lead to it from now on; the profiles that came out of it
 * @param rule what decided, such as {@code same-event} or {@code operator}
 * @param actor who decided: the rules themselves, or the key of an operator
 * @param cause key of the event, or id of the decision
 */
public record Notice(
        String id,
        Kind kind,
        String profile,
        List<String> others,
        String rule,
        String actor,
        String cause) {

    /** What became of the profile. */
    public enum Kind {
        MERGED("profile.merged"),
        SPLIT("profile.split");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }

        static Kind ofWire(String wire) {
            return wire.equals(MERGED.wire) ? MERGED : SPLIT;
        }
    }

    public Notice {
        others = List.copyOf(others);
    }
}
