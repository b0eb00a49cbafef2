package dev.musubi.profile;

import dev.musubi.consent.Permission;
import dev.musubi.consent.Permissions;
import dev.musubi.consent.Suppression;
import dev.musubi.consent.Suppressions;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Node;
import dev.musubi.identity.Nodes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** "May I write to them?": one answer for each contact point of a person on a channel. */
public final class MayWrite {

    private final Suppressions suppressions;
    private final Nodes nodes;
    private final Clock clock;

    MayWrite(Suppressions suppressions, Nodes nodes, Clock clock) {
        this.suppressions = suppressions;
        this.nodes = nodes;
        this.clock = clock;
    }

    /**
     * The answers.
     *
     * @param contactPoint the one asked for, as a caller writes it; absent: all known of the
     *     channel
     */
    public List<Permission> ask(
            Profile profile, String purpose, String channel, @Nullable String contactPoint) {
        Set<String> points = points(profile, channel, contactPoint);
        Map<String, Suppression> suppressed = suppressions.of(channel, points);
        Instant now = clock.instant();
        return points.stream()
                .map(
                        point ->
                                Permissions.decide(
                                        purpose,
                                        channel,
                                        point,
                                        profile.known().decisions(),
                                        suppressed.get(point),
                                        now))
                .toList();
    }

    private Set<String> points(Profile profile, String channel, @Nullable String contactPoint) {
        if (contactPoint != null) {
            return new TreeSet<>(nodes.contactPoint(channel, contactPoint).stream().toList());
        }
        Set<String> points = new TreeSet<>();
        type(channel)
                .ifPresent(
                        type ->
                                Stream.concat(
                                                profile.nodes().keySet().stream(),
                                                profile.known().attributes().stream())
                                        .filter(node -> node.type().orElseThrow() == type)
                                        .map(Node::verifiedTwin)
                                        .map(Node::key)
                                        .forEach(points::add));
        profile.known().decisions().stream()
                .filter(d -> d.key().channel().equals(channel))
                .map(d -> d.key().contactPoint())
                .forEach(points::add);
        return points;
    }

    private static Optional<IdentifierType> type(String channel) {
        return switch (channel) {
            case "email" -> Optional.of(IdentifierType.EMAIL);
            case "sms", "phone" -> Optional.of(IdentifierType.PHONE);
            default -> Optional.empty();
        };
    }
}
