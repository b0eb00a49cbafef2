package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Resource;
import dev.musubi.connectors.common.Untranslatable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * WooCommerce's webhooks of the REST API's resources as events. Pure.
 *
 * <p>What a body is, its own fields tell; the topic, which is not signed, must fit. Only of a
 * deletion nothing is sent but the id, so there the topic is all there is.
 *
 * @see <a href="https://woocommerce.github.io/woocommerce-rest-api-docs/">REST API, version 3</a>
 */
final class WooTranslator {

    private static final Pattern DELIVERY = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private WooTranslator() {}

    /**
     * The events of one webhook, the message's own first.
     *
     * @param topic what the shop says happened, empty if nothing
     * @param delivery the id of the delivery, which names a deletion
     * @param now the time of a deletion, which brings none
     * @throws Untranslatable where the body is none of the taken resources, or the topic does not
     *     fit it
     */
    static List<ObjectNode> translate(
            byte[] body, String topic, String delivery, WooShop shop, Instant now) {
        Resource resource = Resource.parse(body);
        if (resource.node().size() == 1 && resource.hasValue("id")) {
            return List.of(deleted(resource, topic, delivery, shop, now));
        }
        if (resource.has("line_items") && resource.has("order_key")) {
            fits(topic, "order");
            return order(resource, topic, shop, body);
        }
        if (resource.has("catalog_visibility") && resource.has("stock_status")) {
            fits(topic, "product");
            return WooProduct.events(resource, shop, body);
        }
        if (resource.has("billing") && resource.has("email") && resource.has("role")) {
            fits(topic, "customer");
            return List.of(
                    ShopEvent.named(
                            WooPerson.profile(resource, shop),
                            "customer",
                            resource.requiredId("id"),
                            body));
        }
        throw new Untranslatable(
                "the body is neither an order nor a customer nor a product of WooCommerce");
    }

    private static List<ObjectNode> order(Resource order, String topic, WooShop shop, byte[] body) {
        List<ObjectNode> events = new ArrayList<>();
        events.add(
                ShopEvent.named(
                        WooOrder.content(order, topic.equals("order.created"), shop),
                        topic.isEmpty() ? "order.updated" : topic,
                        order.requiredId("id"),
                        body));
        WooOrder.cancellation(order, shop).ifPresent(events::add);
        events.addAll(WooOrder.refunds(order, shop));
        return events;
    }

    private static ObjectNode deleted(
            Resource resource, String topic, String delivery, WooShop shop, Instant now) {
        String id = resource.requiredId("id");
        if (!DELIVERY.matcher(delivery).matches()) {
            throw new Untranslatable("a deletion needs the id of its delivery");
        }
        ObjectNode event =
                switch (topic) {
                    case "order.deleted" -> of(shop, "order.cancelled", now);
                    case "customer.deleted" -> of(shop, "woocommerce.customer-deleted", now);
                    case "product.deleted" -> of(shop, "woocommerce.product-deleted", now);
                    default ->
                            throw new Untranslatable(
                                    "an id alone comes with a deletion, but the topic is none");
                };
        ObjectNode data = event.putObject("data");
        switch (topic) {
            case "order.deleted" ->
                    data.put("orderId", id)
                            .put("orderSystem", shop.orderSystem())
                            .put("reason", "deleted");
            case "customer.deleted" -> event.set("identifiers", WooPerson.customerId(id, shop));
            default -> data.put("product", id);
        }
        return event.put("id", topic + ":" + id + ":" + delivery);
    }

    private static ObjectNode of(WooShop shop, String type, Instant now) {
        return ShopEvent.of(
                shop.source(), type, now.atOffset(ZoneOffset.UTC), shop.channel(), shop.location());
    }

    private static void fits(String topic, String resource) {
        boolean fits =
                topic.isEmpty()
                        || topic.equals(resource + ".created")
                        || topic.equals(resource + ".updated")
                        || topic.equals(resource + ".restored");
        if (!fits) {
            throw new Untranslatable("the topic does not fit the body, which is a " + resource);
        }
    }
}
