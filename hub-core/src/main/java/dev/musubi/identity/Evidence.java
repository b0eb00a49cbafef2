package dev.musubi.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the events say that name the same identifiers together: kept once for each such set, with
 * the earliest event that said it. All that the rules know of people follows from this, so it does
 * not matter in which order the events came.
 *
 * @param id the same for the same nodes and birth date
 * @param nodes with merging power, strongest first
 * @param birthDate what the event says of the person, an ISO date
 * @param time effective time of the earliest event
 * @param cause key of that event
 */
public record Evidence(
        String id, List<Node> nodes, @Nullable String birthDate, Instant time, String cause)
        implements Comparable<Evidence> {

    private static final Comparator<Evidence> IN_TIME =
            Comparator.comparing((Evidence evidence) -> evidence.time())
                    .thenComparing(evidence -> evidence.cause())
                    .thenComparing(evidence -> evidence.id());

    public Evidence {
        nodes = List.copyOf(nodes);
    }

    /** What one event says. */
    public static Evidence of(
            List<Node> nodes, @Nullable String birthDate, Instant time, String cause) {
        return new Evidence(id(nodes, birthDate), nodes, birthDate, time, cause);
    }

    /** Whether it tells the rules anything: several identifiers, or when somebody was born. */
    public boolean speaks() {
        return nodes.size() > 1 || birthDate != null;
    }

    /** The same as if it did not name those. */
    public Evidence without(Predicate<Node> which) {
        return nodes.stream().noneMatch(which)
                ? this
                : new Evidence(
                        id, nodes.stream().filter(which.negate()).toList(), birthDate, time, cause);
    }

    /** Whether the other says the same no later, so that this one adds nothing. */
    boolean addsNothingTo(Evidence other) {
        return compareTo(other) >= 0;
    }

    private static String id(List<Node> nodes, @Nullable String birthDate) {
        StringBuilder all = new StringBuilder();
        nodes.stream().sorted().forEach(node -> all.append(node.key()).append('\0'));
        return hash(birthDate == null ? all.toString() : all + birthDate);
    }

    /** 32 hexadecimal digits that no two texts share. */
    static String hash(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public int compareTo(Evidence other) {
        return IN_TIME.compare(this, other);
    }
}
