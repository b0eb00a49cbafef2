/**
 * Web shops: what a shop's webhooks tell becomes events. Shopify and WooCommerce.
 *
 * <p>Invariants: the translation is a pure function of the signed bytes, the account's settings and
 * a topic that is only a hint: no unsigned header decides what happened, but for WooCommerce's
 * deletions, which say nothing else. One fact (a refund, a consent, a cancellation) is one event
 * however many messages repeat it.
 *
 * <p>Enter through the configuration {@code musubi.channels.shopify} and {@code .woocommerce}. May
 * depend on: connectors.common and the facades of hub-core: platform, identity, event, deadletter.
 */
@NullMarked
package dev.musubi.connectors.ecommerce;

import org.jspecify.annotations.NullMarked;
