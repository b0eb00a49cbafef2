package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
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

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
    private static final int LONGEST_TRAIT = 256;

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
                .forEach(typed -> add(identifiers, IdentifierType.EMAIL, typed, false));
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
        put(traits, "language", customer.text("locale").map(ShopifyPerson::language));
        customer.object("default_address").ifPresent(address -> putAddress(traits, address));
        return traits;
    }

    static ObjectNode traitsOfOrder(Resource order) {
        Optional<Resource> customer = order.object("customer");
        Optional<Resource> billing = order.object("billing_address");
        ObjectNode traits = names(customer.filter(ShopifyPerson::isNamed).or(() -> billing));
        put(traits, "language", order.text("customer_locale").map(ShopifyPerson::language));
        customer.flatMap(one -> one.object("default_address"))
                .or(() -> billing)
                .ifPresent(address -> putAddress(traits, address));
        return traits;
    }

    private static void addContacts(ArrayNode identifiers, Resource customer, ShopifyShop shop) {
        customer.text("email")
                .ifPresent(
                        email ->
                                add(
                                        identifiers,
                                        IdentifierType.EMAIL,
                                        email,
                                        customer.isTrue("verified_email")));
        customer.text("phone").ifPresent(phone -> addPhone(identifiers, phone, shop));
        customer.object("default_address").ifPresent(at -> addPhoneOf(identifiers, at, shop));
    }

    private static void addPhoneOf(ArrayNode identifiers, Resource address, ShopifyShop shop) {
        address.text("phone")
                .map(phone -> international(phone, address.text("country_code")))
                .ifPresent(phone -> addPhone(identifiers, phone, shop));
    }

    /**
     * A number as dialled from abroad where it is one in the address's country; the hub would read
     * it as one of its own country. The phones of customer and order are international already.
     */
    private static String international(String phone, Optional<String> country) {
        try {
            PhoneNumber number = PHONES.parse(phone, country.orElse(""));
            return PHONES.isPossibleNumber(number)
                    ? PHONES.format(number, PhoneNumberFormat.E164)
                    : phone;
        } catch (NumberParseException asTyped) {
            return phone;
        }
    }

    private static void addPhone(ArrayNode identifiers, String phone, ShopifyShop shop) {
        add(
                identifiers,
                IdentifierType.PHONE,
                phone,
                shop.verified().contains(IdentifierType.PHONE));
    }

    /** The first mention of a value counts: the customer's account comes before the checkout. */
    private static void add(
            ArrayNode identifiers, IdentifierType type, String value, boolean verified) {
        for (var known : identifiers) {
            if (type.wire().equals(known.path("type").asText())
                    && value.equalsIgnoreCase(known.path("value").asText())) {
                return;
            }
        }
        identifiers
                .addObject()
                .put("type", type.wire())
                .put("value", value)
                .put("verified", verified);
    }

    private static boolean isNamed(Resource one) {
        return one.text("first_name").isPresent() || one.text("last_name").isPresent();
    }

    private static ObjectNode names(Optional<Resource> who) {
        ObjectNode traits = Json.object();
        put(traits, "familyName", who.flatMap(one -> one.text("last_name")));
        put(traits, "givenName", who.flatMap(one -> one.text("first_name")));
        return traits;
    }

    private static void putAddress(ObjectNode traits, Resource address) {
        put(traits, "country", address.text("country_code"));
        put(traits, "postcode", address.text("zip"));
        put(traits, "region", address.text("province"));
        put(traits, "city", address.text("city"));
        String street =
                Stream.of("address1", "address2")
                        .flatMap(field -> address.text(field).stream())
                        .collect(Collectors.joining(" "));
        put(traits, "street", Optional.of(street));
    }

    /** A trait has a longest length; an order is not lost over an address that is longer. */
    private static void put(ObjectNode traits, String trait, Optional<String> value) {
        value.filter(text -> !text.isEmpty())
                .map(ShopifyPerson::cut)
                .ifPresent(text -> traits.put(trait, text));
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_TRAIT) {
            return text;
        }
        int end =
                Character.isHighSurrogate(text.charAt(LONGEST_TRAIT - 1))
                        ? LONGEST_TRAIT - 1
                        : LONGEST_TRAIT;
        return text.substring(0, end);
    }

    /** The language of a locale such as {@code ja-JP}. */
    private static String language(String locale) {
        return Locale.forLanguageTag(locale).getLanguage();
    }
}
