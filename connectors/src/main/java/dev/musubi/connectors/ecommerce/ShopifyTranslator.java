package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * Shopify's webhooks of the REST Admin API's resources as events. Pure.
 *
 * <p>A message's own event is named by topic, resource id and the SHA-256 of the signed bytes, so
 * that a repeat, be it a day later, is a duplicate. What a message merely repeats (an order's
 * refunds and its cancellation, a customer's consents) is named by its own content instead: it is
 * one event whether it comes in its own message, inside the next update, or in both.
 *
 * @see <a href="https://shopify.dev/docs/api/admin-rest/latest/resources/webhook">Webhook</a>
 * @see <a href="https://shopify.dev/docs/api/admin-rest/latest/resources/order">Order</a>
 * @see <a href="https://shopify.dev/docs/api/admin-rest/latest/resources/product">Product</a>
 */
final class ShopifyTranslator {

    private ShopifyTranslator() {}

    /**
     * The events of one webhook, the message's own first.
     *
     * @param topic what Shopify says happened, empty if nothing; only a hint
     * @throws dev.musubi.connectors.common.Untranslatable where the body is none of the taken
     *     resources, or the topic does not fit it
     */
    static List<ObjectNode> translate(byte[] body, String topic, ShopifyShop shop) {
        Resource resource = Resource.parse(body);
        ShopifyTopic fitting = ShopifyTopic.of(topic, resource);
        return switch (fitting.shape()) {
            case ORDER -> order(resource, fitting, shop, body);
            case REFUND -> List.of(ShopifyRefund.event(resource, shop, null));
            case CUSTOMER -> customer(resource, fitting, shop, body);
            case PRODUCT -> ShopifyProduct.events(resource, fitting, shop, body);
            case INVENTORY_LEVEL -> ShopifyProduct.stock(resource, fitting, shop, body);
        };
    }

    private static List<ObjectNode> order(
            Resource order, ShopifyTopic topic, ShopifyShop shop, byte[] body) {
        List<ObjectNode> events = new ArrayList<>();
        events.add(
                ShopEvent.named(
                        ShopifyOrder.content(order, topic, shop),
                        topic.wire(),
                        order.requiredId("id"),
                        body));
        ShopifyOrder.cancellation(order, shop).ifPresent(events::add);
        String currency = order.text("currency").orElse(null);
        order.list("refunds")
                .forEach(refund -> events.add(ShopifyRefund.event(refund, shop, currency)));
        return events;
    }

    private static List<ObjectNode> customer(
            Resource customer, ShopifyTopic topic, ShopifyShop shop, byte[] body) {
        List<ObjectNode> events = new ArrayList<>();
        events.add(
                ShopEvent.named(
                        ShopifyCustomer.profile(customer, shop),
                        topic.wire(),
                        customer.requiredId("id"),
                        body));
        events.addAll(ShopifyCustomer.consents(customer, shop));
        return events;
    }
}
