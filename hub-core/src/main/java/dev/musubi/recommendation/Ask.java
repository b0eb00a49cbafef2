package dev.musubi.recommendation;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question.
 *
 * @param placement where the answer is shown
 * @param who the nodes by which a visit is found; empty: nobody is known
 * @param session the visit by the name that the shop gives it
 * @param viewed the item on the page
 * @param basket the items in the basket
 * @param exclude what must not be in the answer
 * @param channel whose popularity counts, and whose stock
 * @param location likewise
 * @param limit how many items, at most
 */
record Ask(
        Placement placement,
        Collection<String> who,
        @Nullable String session,
        @Nullable String viewed,
        List<String> basket,
        Set<String> exclude,
        @Nullable String channel,
        @Nullable String location,
        int limit) {

    Ask {
        who = List.copyOf(who);
        basket = List.copyOf(basket);
        exclude = Set.copyOf(exclude);
    }
}
