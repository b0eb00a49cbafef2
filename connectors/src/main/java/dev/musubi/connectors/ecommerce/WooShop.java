package dev.musubi.connectors.ecommerce;

import dev.musubi.identity.IdentifierType;
import java.util.Set;

/**
 * What the operator says about a WooCommerce shop.
 *
 * @param account its name in the configuration and the webhook's path
 * @param source the source of its events
 * @param namespace of its customers' ids
 * @param orderSystem of its order ids; the shop's order export names the same
 * @param channel the kind of place its orders are booked on
 * @param location where its orders are placed and its stock lies
 * @param currency of its products' prices; an order names its own
 * @param language of its products' names
 * @param verified the contact points of a customer's account that are proven
 */
record WooShop(
        String account,
        String source,
        String namespace,
        String orderSystem,
        String channel,
        String location,
        String currency,
        String language,
        Set<IdentifierType> verified) {

    WooShop {
        verified = Set.copyOf(verified);
    }
}
