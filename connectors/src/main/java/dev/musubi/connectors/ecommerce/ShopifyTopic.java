package dev.musubi.connectors.ecommerce;

import dev.musubi.connectors.common.Resource;
import dev.musubi.connectors.common.Untranslatable;
import java.util.Arrays;

/**
 * The topics that are taken. The header is not signed: whoever has seen one signed body could send
 * it again under another topic. So a topic only chooses between readings that are equally true of
 * the body, whose shape must fit.
 */
enum ShopifyTopic {
    ORDERS_CREATE("orders/create", Shape.ORDER),
    ORDERS_PAID("orders/paid", Shape.ORDER),
    ORDERS_UPDATED("orders/updated", Shape.ORDER),
    ORDERS_FULFILLED("orders/fulfilled", Shape.ORDER),
    ORDERS_PARTIALLY_FULFILLED("orders/partially_fulfilled", Shape.ORDER),
    ORDERS_CANCELLED("orders/cancelled", Shape.ORDER),
    REFUNDS_CREATE("refunds/create", Shape.REFUND),
    CUSTOMERS_CREATE("customers/create", Shape.CUSTOMER),
    CUSTOMERS_UPDATE("customers/update", Shape.CUSTOMER),
    PRODUCTS_CREATE("products/create", Shape.PRODUCT),
    PRODUCTS_UPDATE("products/update", Shape.PRODUCT),
    INVENTORY_LEVELS_UPDATE("inventory_levels/update", Shape.INVENTORY_LEVEL);

    /** What a body is, by the fields that only one kind of resource has. */
    enum Shape {
        ORDER,
        REFUND,
        CUSTOMER,
        PRODUCT,
        INVENTORY_LEVEL;

        static Shape of(Resource body) {
            if (body.hasValue("refund_line_items") && body.hasValue("order_id")) {
                return REFUND;
            }
            if (body.hasValue("line_items") && body.has("financial_status")) {
                return ORDER;
            }
            if (body.has("verified_email") && !body.has("line_items") && !body.has("order_id")) {
                return CUSTOMER;
            }
            if (body.hasValue("variants") && body.hasValue("title")) {
                return PRODUCT;
            }
            if (body.hasValue("inventory_item_id") && body.has("available")) {
                return INVENTORY_LEVEL;
            }
            throw new Untranslatable(
                    "the body is no order, refund, customer, product or inventory level of Shopify");
        }
    }

    private final String wire;
    private final Shape shape;

    ShopifyTopic(String wire, Shape shape) {
        this.wire = wire;
        this.shape = shape;
    }

    String wire() {
        return wire;
    }

    Shape shape() {
        return shape;
    }

    /** The topic of a body: the hinted one if it fits, the plainest one if there is no hint. */
    static ShopifyTopic of(String hint, Resource body) {
        Shape shape = Shape.of(body);
        if (hint.isEmpty()) {
            return switch (shape) {
                case ORDER -> ORDERS_UPDATED;
                case REFUND -> REFUNDS_CREATE;
                case CUSTOMER -> CUSTOMERS_UPDATE;
                case PRODUCT -> PRODUCTS_UPDATE;
                case INVENTORY_LEVEL -> INVENTORY_LEVELS_UPDATE;
            };
        }
        ShopifyTopic topic =
                Arrays.stream(values())
                        .filter(one -> one.wire.equals(hint))
                        .findFirst()
                        .orElseThrow(
                                () -> new Untranslatable("the topic is not one that is taken"));
        if (topic.shape != shape) {
            throw new Untranslatable("the topic " + topic.wire + " does not fit the body");
        }
        if (topic == ORDERS_CANCELLED && !body.hasValue("cancelled_at")) {
            throw new Untranslatable("the topic orders/cancelled does not fit: no cancelled_at");
        }
        return topic;
    }
}
