package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Resource;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.Json;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a resource names. What a buyer typed at the checkout is weaker than what their account
 * holds; the address goods go to may be another person's, and names nobody.
 */
final class ShopifyPerson {

    private ShopifyPerson() {}

    static ArrayNode identifiersOfCustomer(Resource customer, ShopifyShop shop) {
        ArrayNode identifiers = customerId(customer.requiredId("id"), shop);
        addContacts(identifiers, customer, shop);
        return identifiers;
    }

    static ArrayNode identifiersOfOrder(Resource order, ShopifyShop shop) {
        Optional<Resource> customer = order.object("customer");
        ArrayNode identifiers =
                customer.flatMap(one -> one.id("id"))
                        .map(id -> customerId(id, shop))
                        .orElseGet(() -> Json.mapper().createArrayNode());
        customer.ifPresent(one -> addContacts(identifiers, one, shop));
        Stream.of("email", "contact_email")
                .flatMap(field -> order.text(field).stream())
                .forEach(typed -> ShopPerson.add(identifiers, IdentifierType.EMAIL, typed, false));
        order.text("phone").ifPresent(phone -> addPhone(identifiers, phone, shop));
        order.object("billing_address").ifPresent(at -> addPhoneOf(identifiers, at, shop));
        return identifiers;
    }

    static ArrayNode customerId(String id, ShopifyShop shop) {
        ArrayNode identifiers = Json.mapper().createArrayNode();
        identifiers
                .addObject()
                .put("type", IdentifierType.CUSTOMER_ID.wire())
                .put("namespace", shop.namespace())
                .put("value", id);
        return identifiers;
    }

    static ObjectNode traitsOfCustomer(Resource customer) {
        ObjectNode traits = names(Optional.of(customer));
        ShopPerson.put(traits, "language", customer.text("locale").map(ShopifyPerson::language));
        customer.object("default_address").ifPresent(address -> putAddress(traits, address));
        return traits;
    }

    static ObjectNode traitsOfOrder(Resource order) {
        Optional<Resource> customer = order.object("customer");
        Optional<Resource> billing = order.object("billing_address");
        ObjectNode traits = names(customer.filter(ShopifyPerson::isNamed).or(() -> billing));
        ShopPerson.put(
                traits, "language", order.text("customer_locale").map(ShopifyPerson::language));
        customer.flatMap(one -> one.object("default_address"))
                .or(() -> billing)
                .ifPresent(address -> putAddress(traits, address));
        return traits;
    }

    private static void addContacts(ArrayNode identifiers, Resource customer, ShopifyShop shop) {
        customer.text("email")
                .ifPresent(
                        email ->
                                ShopPerson.add(
                                        identifiers,
                                        IdentifierType.EMAIL,
                                        email,
                                        customer.isTrue("verified_email")));
        customer.text("phone").ifPresent(phone -> addPhone(identifiers, phone, shop));
        customer.object("default_address").ifPresent(at -> addPhoneOf(identifiers, at, shop));
    }

    private static void addPhoneOf(ArrayNode identifiers, Resource address, ShopifyShop shop) {
        address.text("phone")
                .map(phone -> ShopPerson.international(phone, address.text("country_code")))
                .ifPresent(phone -> addPhone(identifiers, phone, shop));
    }

    private static void addPhone(ArrayNode identifiers, String phone, ShopifyShop shop) {
        ShopPerson.add(
                identifiers,
                IdentifierType.PHONE,
                phone,
                shop.verified().contains(IdentifierType.PHONE));
    }

    private static boolean isNamed(Resource one) {
        return one.text("first_name").isPresent() || one.text("last_name").isPresent();
    }

    private static ObjectNode names(Optional<Resource> who) {
        ObjectNode traits = Json.object();
        ShopPerson.put(traits, "familyName", who.flatMap(one -> one.text("last_name")));
        ShopPerson.put(traits, "givenName", who.flatMap(one -> one.text("first_name")));
        return traits;
    }

    private static void putAddress(ObjectNode traits, Resource address) {
        ShopPerson.put(traits, "country", address.text("country_code"));
        ShopPerson.put(traits, "postcode", address.text("zip"));
        ShopPerson.put(traits, "region", address.text("province"));
        ShopPerson.put(traits, "city", address.text("city"));
        String street =
                Stream.of("address1", "address2")
                        .flatMap(field -> address.text(field).stream())
                        .collect(Collectors.joining(" "));
        ShopPerson.put(traits, "street", Optional.of(street));
    }

    /** The language of a locale such as {@code ja-JP}. */
    private static String language(String locale) {
        return Locale.forLanguageTag(locale).getLanguage();
    }
}
