package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A customer resource: who it is, and what they have allowed.
 *
 * @see <a href="https://shopify.dev/docs/api/admin-rest/latest/resources/customer">Customer</a>
 */
final class ShopifyCustomer {

    private ShopifyCustomer() {}

    /** {@code profile.updated}, without an id. */
    static ObjectNode profile(Resource customer, ShopifyShop shop) {
        ObjectNode event =
                ShopEvent.of(
                        shop,
                        "profile.updated",
                        customer.requiredTime("updated_at"),
                        shop.channel(),
                        shop.location());
        event.set("identifiers", ShopifyPerson.identifiersOfCustomer(customer, shop));
        ObjectNode traits = ShopifyPerson.traitsOfCustomer(customer);
        if (!traits.isEmpty()) {
            event.set("traits", traits);
        }
        event.putObject("data");
        return event;
    }

    /**
     * The dated decisions about marketing by e-mail and text message. One without a time is no
     * decision: given the time of an unrelated update it could lift a later withdrawal, and silence
     * means no anyway.
     */
    static List<ObjectNode> consents(Resource customer, ShopifyShop shop) {
        List<ObjectNode> consents = new ArrayList<>();
        Optional<Resource> email = customer.object("email_marketing_consent");
        if (email.isPresent()) {
            email.flatMap(consent -> stated(customer, shop, consent, "email", "email"))
                    .ifPresent(consents::add);
        } else {
            legacy(customer, shop).ifPresent(consents::add);
        }
        customer.object("sms_marketing_consent")
                .flatMap(consent -> stated(customer, shop, consent, "sms", "phone"))
                .ifPresent(consents::add);
        return consents;
    }

    /** Only {@code subscribed} is a yes; pending, unsubscribed, redacted and the like are a no. */
    private static Optional<ObjectNode> stated(
            Resource customer,
            ShopifyShop shop,
            Resource consent,
            String channel,
            String contactField) {
        boolean granted = consent.text("state").filter("subscribed"::equals).isPresent();
        String evidence = consent.text("opt_in_level").orElse("unknown");
        return event(
                customer,
                shop,
                channel,
                contactField,
                consent,
                "consent_updated_at",
                granted,
                evidence);
    }

    /** The form of API versions before 2022-04: a flag and its time. */
    private static Optional<ObjectNode> legacy(Resource customer, ShopifyShop shop) {
        return event(
                customer,
                shop,
                "email",
                "email",
                customer,
                "accepts_marketing_updated_at",
                customer.isTrue("accepts_marketing"),
                customer.text("marketing_opt_in_level").orElse("unknown"));
    }

    private static Optional<ObjectNode> event(
            Resource customer,
            ShopifyShop shop,
            String channel,
            String contactField,
            Resource dated,
            String dateField,
            boolean granted,
            String evidence) {
        String id = customer.requiredId("id");
        Optional<String> contactPoint = customer.text(contactField);
        return dated.time(dateField)
                .filter(at -> contactPoint.isPresent())
                .map(
                        at -> {
                            ObjectNode event =
                                    ShopEvent.of(
                                            shop,
                                            "consent.changed",
                                            at,
                                            shop.channel(),
                                            shop.location());
                            event.set("identifiers", ShopifyPerson.customerId(id, shop));
                            event.putObject("data")
                                    .put("purpose", "marketing")
                                    .put("channel", channel)
                                    .put("contactPoint", contactPoint.get())
                                    .put("decision", granted ? "granted" : "denied")
                                    .put("evidence", "Shopify customer " + id + ", " + evidence);
                            return ShopEvent.named(event, "consent-" + channel, id);
                        });
    }
}
