package dev.musubi.connectors.ecommerce;

import dev.musubi.identity.IdentifierType;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says about a Shopify shop; the rest of the translation is in the message.
 *
 * @param account its name in the configuration and the webhook's path
 * @param source the source of its events
 * @param namespace of its customers' ids
 * @param orderSystem of its order ids; the shop's order export names the same
 * @param channel the kind of place its orders are booked on
 * @param location where its orders are placed
 * @param locations our location by Shopify's numeric location id, for Shopify's own tills: an order
 *     placed there is of channel {@code store}
 * @param currency the shop's currency, for prices, and for a refund that names none
 * @param language of its products' names
 * @param verified the contact points that are proven whenever this shop names them; e-mail needs no
 *     mention, it is proven by {@code verified_email}
 */
record ShopifyShop(
        String account,
        String source,
        String namespace,
        String orderSystem,
        String channel,
        String location,
        Map<String, String> locations,
        @Nullable String currency,
        String language,
        Set<IdentifierType> verified) {

    ShopifyShop {
        locations = Map.copyOf(locations);
        verified = Set.copyOf(verified);
    }

    /** The types of which the hub believes a {@code verified: true} that the translator writes. */
    Set<IdentifierType> believed() {
        EnumSet<IdentifierType> believed = EnumSet.of(IdentifierType.EMAIL);
        believed.addAll(verified);
        return believed;
    }

    Optional<String> ourLocation(Optional<String> theirs) {
        return theirs.map(locations::get);
    }
}
