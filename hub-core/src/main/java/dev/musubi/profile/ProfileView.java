package dev.musubi.profile;

import dev.musubi.access.Masking;
import dev.musubi.consent.Decision;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Node;
import dev.musubi.openapi.model.ChannelStats;
import dev.musubi.openapi.model.Consent;
import dev.musubi.openapi.model.ProfileIdentifier;
import dev.musubi.openapi.model.Stats;
import dev.musubi.order.Amounts;
import dev.musubi.order.Tally;
import dev.musubi.profile.facet.Combined;
import dev.musubi.profile.facet.Trait;
import dev.musubi.profile.facet.TraitEntry;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Profiles as the contract shows them. Pure.
 *
 * @param sensitive whether contact points, cards, birth date and address are shown as they are
 */
public record ProfileView(boolean sensitive) {

    public dev.musubi.openapi.model.Profile profile(Profile profile) {
        return new dev.musubi.openapi.model.Profile(
                profile.id(),
                profile.version(),
                identifiers(profile),
                traits(profile.known().traits()),
                stats(profile.known()),
                profile.known().decisions().stream().map(this::consent).toList());
    }

    /** A contact point that somebody has proven is not shown once more as one that nobody has. */
    private List<ProfileIdentifier> identifiers(Profile profile) {
        Set<Node> nodes = profile.nodes().keySet();
        List<ProfileIdentifier> identifiers = new ArrayList<>();
        nodes.stream()
                .filter(node -> !node.unverified() || !nodes.contains(node.verifiedTwin()))
                .map(node -> identifier(node, true))
                .distinct()
                .forEach(identifiers::add);
        profile.known().attributes().stream()
                .filter(node -> !nodes.contains(node) && !nodes.contains(node.verifiedTwin()))
                .forEach(node -> identifiers.add(identifier(node, false)));
        return identifiers;
    }

    /**
     * An identifier, masked where the caller may not see it. The slices of a device are all shown
     * as the device.
     *
     * @param links whether it makes the person, or was only seen beside
     */
    public ProfileIdentifier identifier(Node node, boolean links) {
        IdentifierType type = node.type().orElseThrow();
        ProfileIdentifier identifier =
                new ProfileIdentifier(
                        type.wire(), shown(type, node.uncut().value()), !node.unverified(), links);
        node.namespace().ifPresent(identifier::namespace);
        return identifier;
    }

    private String shown(IdentifierType type, String value) {
        if (sensitive) {
            return value;
        }
        return switch (type) {
            case EMAIL -> Masking.email(value);
            case PHONE, LOYALTY_ID, PAYMENT_TOKEN -> Masking.tail(value);
            case SOCIAL_ID, PUSH_TOKEN, CLICK_TOKEN -> Masking.all();
            case CUSTOMER_ID, DEVICE_ID, ANONYMOUS_ID, RECEIPT -> value;
        };
    }

    /** A contact point with its type, masked like an identifier. */
    String contactPoint(String point) {
        int colon = point.indexOf(':');
        if (sensitive || colon < 0) {
            return point;
        }
        String value = point.substring(colon + 1);
        return point.substring(0, colon + 1)
                + IdentifierType.ofWire(point.substring(0, colon))
                        .map(type -> shown(type, value))
                        .orElse(Masking.all());
    }

    private Map<String, dev.musubi.openapi.model.Trait> traits(Map<Trait, TraitEntry> traits) {
        Map<String, dev.musubi.openapi.model.Trait> shown = new LinkedHashMap<>();
        traits.forEach(
                (trait, entry) ->
                        shown.put(
                                trait.wire(),
                                new dev.musubi.openapi.model.Trait(
                                        sensitive || !trait.sensitive()
                                                ? entry.value()
                                                : Masking.all(),
                                        entry.source(),
                                        time(entry.at()),
                                        entry.verified(),
                                        entry.event())));
        return shown;
    }

    /** Sums over everything known of a person. */
    public static Stats stats(Combined known) {
        Map<String, ChannelStats> channels = new TreeMap<>();
        known.channels()
                .forEach(
                        (name, channel) -> {
                            Tally orders = channel.orders();
                            channels.put(
                                    name,
                                    new ChannelStats(
                                            channel.events(),
                                            orders.sales(),
                                            orders.credits(),
                                            Amounts.text(orders.revenue())));
                        });
        Tally orders = known.orders();
        return new Stats(
                        known.events(),
                        orders.sales(),
                        orders.credits(),
                        Amounts.text(orders.revenue()),
                        channels)
                .firstSeen(optional(known.firstSeen()))
                .lastSeen(optional(known.lastSeen()));
    }

    private Consent consent(Decision decision) {
        return new Consent(
                        decision.key().purpose(),
                        decision.key().channel(),
                        contactPoint(decision.key().contactPoint()),
                        decision.granted()
                                ? Consent.DecisionEnum.GRANTED
                                : Consent.DecisionEnum.DENIED,
                        time(decision.at()),
                        decision.event())
                .validUntil(optional(decision.validUntil()));
    }

    /** A time as the contract writes it. */
    public static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable OffsetDateTime optional(@Nullable Instant instant) {
        return instant == null ? null : time(instant);
    }
}
