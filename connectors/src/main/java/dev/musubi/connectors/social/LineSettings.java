package dev.musubi.connectors.social;

import org.jspecify.annotations.Nullable;

/**
 * What the operator says about a LINE official account.
 *
 * @param account its name in the configuration and the webhook's path
 * @param source the source of its events
 * @param namespace of its user ids
 * @param customers the namespace of the customer ids that come as nonce; absent where none do
 */
record LineSettings(
        String account, String source, String namespace, Nonce nonce, @Nullable String customers) {

    /** What the nonce of an account link is; the shop makes it. */
    enum Nonce {
        /** A secret that only the shop can resolve. */
        OPAQUE,
        /** The shop's id of the customer who was logged in. */
        CUSTOMER_ID
    }
}
