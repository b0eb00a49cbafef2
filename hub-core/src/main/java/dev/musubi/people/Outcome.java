package dev.musubi.people;

import dev.musubi.consent.Suppressions;
import dev.musubi.identity.IdentityChanges;
import dev.musubi.order.OrderChange;
import dev.musubi.profile.ProfileState;
import java.util.Collection;
import java.util.List;

/**
 * All that a batch writes, decided before the first write.
 *
 * @param fresh profiles that did not exist before
 * @param known profiles that are written over, the retired ones among them
 */
record Outcome(
        IdentityChanges identity,
        List<ProfileState> fresh,
        List<ProfileState> known,
        Collection<OrderChange> orders,
        List<Suppressions.Entry> suppressions) {}
