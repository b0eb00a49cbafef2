package dev.musubi.connectors.ecommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.musubi.connectors.common.Words;
import dev.musubi.identity.IdentifierType;
import java.util.Optional;

/** How a person of a shop is written: identifiers and traits. */
final class ShopPerson {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
    private static final int LONGEST_TRAIT = 256;

    private ShopPerson() {}

    /** The first mention of a value counts: the customer's account comes before the checkout. */
    static void add(ArrayNode identifiers, IdentifierType type, String value, boolean verified) {
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

    /**
     * A number as dialled from abroad where it is one in the address's country; the hub would read
     * it as one of its own country. The phones of customer and order are international already.
     */
    static String international(String phone, Optional<String> country) {
        try {
            PhoneNumber number = PHONES.parse(phone, country.orElse(""));
            return PHONES.isPossibleNumber(number)
                    ? PHONES.format(number, PhoneNumberFormat.E164)
                    : phone;
        } catch (NumberParseException asTyped) {
            return phone;
        }
    }

    /** Traits have a longest length and whole characters; no order is lost over an address. */
    static void put(ObjectNode traits, String trait, Optional<String> value) {
        value.map(text -> Words.line(text, LONGEST_TRAIT))
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> traits.put(trait, text));
    }
}
