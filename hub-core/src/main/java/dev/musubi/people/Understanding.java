package dev.musubi.people;

import dev.musubi.consent.ConsentKey;
import dev.musubi.consent.Decision;
import dev.musubi.consent.Suppression;
import dev.musubi.consent.Suppressions;
import dev.musubi.event.ConsentData;
import dev.musubi.event.EmailData;
import dev.musubi.event.Event;
import dev.musubi.event.EventData;
import dev.musubi.event.OrderData;
import dev.musubi.event.StoredEvent;
import dev.musubi.event.StoredEvents;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Node;
import dev.musubi.identity.Nodes;
import dev.musubi.order.Orders;
import dev.musubi.profile.facet.Fact;
import dev.musubi.profile.facet.Trait;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored events for the people consumer. Pure; throws where an event cannot be understood.
 */
final class Understanding {

    /** Beside a stronger identifier these are kept as attributes: found, and joining nobody. */
    private static final Set<IdentifierType> ATTRIBUTES =
            Set.of(IdentifierType.EMAIL, IdentifierType.PHONE, IdentifierType.PAYMENT_TOKEN);

    private final Nodes nodes;

    Understanding(Nodes nodes) {
        this.nodes = nodes;
    }

    Work understand(StoredEvent stored) {
        Event event = StoredEvents.read(stored);
        Optional<OrderData> order = EventData.order(event);
        return new Work(
                stored,
                event,
                fact(stored, event),
                order.map(data -> Orders.id(event, data)).orElse(null),
                order.orElse(null),
                suppressions(stored, event),
                BirthDate.of(event.traits().get(Trait.BIRTH_DATE.wire())).orElse(null),
                Nodes.address(
                                event.traits().get(Trait.POSTCODE.wire()),
                                event.traits().get(Trait.STREET.wire()))
                        .orElse(null));
    }

    private Fact fact(StoredEvent stored, Event event) {
        return new Fact(
                stored.key(),
                event.source(),
                stored.effectiveTime(),
                event.channel(),
                event.location(),
                traits(event),
                EventData.consent(event).flatMap(data -> decision(stored, data)).stream().toList(),
                attributes(stored));
    }

    private static Map<Trait, String> traits(Event event) {
        Map<Trait, String> traits = new EnumMap<>(Trait.class);
        event.traits()
                .forEach((name, value) -> Trait.ofWire(name).ifPresent(t -> traits.put(t, value)));
        return traits;
    }

    private Optional<Decision> decision(StoredEvent stored, ConsentData data) {
        return point(data)
                .map(
                        point ->
                                new Decision(
                                        new ConsentKey(data.purpose(), data.channel(), point),
                                        data.granted(),
                                        stored.effectiveTime(),
                                        milliseconds(data.validUntil()),
                                        stored.key()));
    }

    private Optional<String> point(ConsentData data) {
        String point = data.contactPoint();
        return point == null || point.equals(ConsentKey.EVERYWHERE)
                ? Optional.of(ConsentKey.EVERYWHERE)
                : nodes.contactPoint(data.channel(), point);
    }

    /** Stored times have milliseconds; what is folded has no more, so that both are the same. */
    private static @Nullable Instant milliseconds(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
    }

    private static List<Node> attributes(StoredEvent stored) {
        return stored.nodes().stream()
                .filter(n -> !n.equals(stored.home()))
                .filter(n -> ATTRIBUTES.contains(n.type().orElseThrow()))
                .toList();
    }

    private static List<Suppressions.Entry> suppressions(StoredEvent stored, Event event) {
        return EventData.email(event)
                .flatMap(Understanding::kind)
                .map(
                        kind ->
                                stored.nodes().stream()
                                        .filter(n -> n.type().orElseThrow() == IdentifierType.EMAIL)
                                        .map(n -> n.verifiedTwin().key())
                                        .distinct()
                                        .map(
                                                point ->
                                                        new Suppressions.Entry(
                                                                "email",
                                                                point,
                                                                kind,
                                                                new Suppression.Mark(
                                                                        stored.effectiveTime(),
                                                                        stored.key())))
                                        .toList())
                .orElse(List.of());
    }

    private static Optional<Suppression.Kind> kind(EmailData data) {
        return switch (data.type()) {
            case "email.unsubscribed" -> Optional.of(Suppression.Kind.UNSUBSCRIBED);
            case "email.complained" -> Optional.of(Suppression.Kind.COMPLAINED);
            case "email.bounced" ->
                    data.hardBounce() ? Optional.of(Suppression.Kind.BOUNCED) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
