package dev.musubi.people;

import dev.musubi.consent.Suppressions;
import dev.musubi.event.Event;
import dev.musubi.event.OrderData;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Node;
import dev.musubi.profile.facet.Fact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event, understood: all that the batch needs of it, read before anything is decided.
 *
 * @param orderId id of the order it speaks of
 * @param birthDate when its person was born, an ISO date; absent where it does not say
 * @param address where its person lives, as households compare it
 */
record Work(
        StoredEvent stored,
        Event event,
        Fact fact,
        @Nullable String orderId,
        @Nullable OrderData order,
        List<Suppressions.Entry> suppressions,
        @Nullable String birthDate,
        @Nullable Node address) {}
