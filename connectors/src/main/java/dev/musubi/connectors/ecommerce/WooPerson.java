package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Resource;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.Json;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a resource names. WooCommerce proves no address: what a customer's account holds is proven
 * where the operator says so, what was typed at the checkout never; the address goods go to names
 * nobody.
 */
final class WooPerson {

    private static final String GUEST = "0";

    private WooPerson() {}

    /** {@code profile.updated}, without an id. */
    static ObjectNode profile(Resource customer, WooShop shop) {
        ObjectNode event =
                ShopEvent.of(
                        shop.source(),
                        "profile.updated",
                        customer.utc("date_modified_gmt")
                                .or(() -> customer.utc("date_created_gmt"))
                                .orElseThrow(() -> customer.missing("date_modified_gmt")),
                        shop.channel(),
                        shop.location());
        ArrayNode identifiers = customerId(customer.requiredId("id"), shop);
        customer.text("email")
                .ifPresent(
                        email ->
                                ShopPerson.add(
                                        identifiers,
                                        IdentifierType.EMAIL,
                                        email,
                                        shop.verified().contains(IdentifierType.EMAIL)));
        Optional<Resource> billing = customer.object("billing");
        billing.ifPresent(
                at -> addPhone(identifiers, at, shop.verified().contains(IdentifierType.PHONE)));
        event.set("identifiers", identifiers);
        ObjectNode traits = traits(billing, Optional.of(customer));
        if (!traits.isEmpty()) {
            event.set("traits", traits);
        }
        event.putObject("data");
        return event;
    }

    static ArrayNode identifiersOfOrder(Resource order, WooShop shop) {
        ArrayNode identifiers =
                order.id("customer_id")
                        .filter(id -> !id.equals(GUEST))
                        .map(id -> customerId(id, shop))
                        .orElseGet(() -> Json.mapper().createArrayNode());
        order.object("billing")
                .ifPresent(
                        at -> {
                            at.text("email")
                                    .ifPresent(
                                            email ->
                                                    ShopPerson.add(
                                                            identifiers,
                                                            IdentifierType.EMAIL,
                                                            email,
                                                            false));
                            addPhone(identifiers, at, false);
                        });
        return identifiers;
    }

    static ArrayNode customerId(String id, WooShop shop) {
        ArrayNode identifiers = Json.mapper().createArrayNode();
        identifiers
                .addObject()
                .put("type", IdentifierType.CUSTOMER_ID.wire())
                .put("namespace", shop.namespace())
                .put("value", id);
        return identifiers;
    }

    /**
     * @param account whose names come before those of the address
     */
    static ObjectNode traits(Optional<Resource> billing, Optional<Resource> account) {
        ObjectNode traits = Json.object();
        name(traits, "familyName", "last_name", account, billing);
        name(traits, "givenName", "first_name", account, billing);
        billing.ifPresent(
                at -> {
                    ShopPerson.put(traits, "country", at.text("country"));
                    ShopPerson.put(traits, "postcode", at.text("postcode"));
                    ShopPerson.put(traits, "region", at.text("state"));
                    ShopPerson.put(traits, "city", at.text("city"));
                    String street =
                            Stream.of("address_1", "address_2")
                                    .flatMap(field -> at.text(field).stream())
                                    .collect(Collectors.joining(" "));
                    ShopPerson.put(traits, "street", Optional.of(street));
                });
        return traits;
    }

    private static void name(
            ObjectNode traits,
            String trait,
            String field,
            Optional<Resource> account,
            Optional<Resource> billing) {
        ShopPerson.put(
                traits,
                trait,
                account.flatMap(one -> one.text(field))
                        .or(() -> billing.flatMap(one -> one.text(field))));
    }

    private static void addPhone(ArrayNode identifiers, Resource address, boolean verified) {
        address.text("phone")
                .map(phone -> ShopPerson.international(phone, address.text("country")))
                .ifPresent(
                        phone ->
                                ShopPerson.add(identifiers, IdentifierType.PHONE, phone, verified));
    }
}
