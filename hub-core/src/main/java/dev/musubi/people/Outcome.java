package dev.musubi.people;

import dev.musubi.consent.Suppressions;
import dev.musubi.household.Sharing;
import dev.musubi.order.OrderChange;
import java.util.Collection;
import java.util.List;

/** All that a batch writes, decided before the first write. */
record Outcome(
        PeopleChanges people,
        Collection<OrderChange> orders,
        List<Suppressions.Entry> suppressions,
        List<Sharing> sharings) {}
