package dev.musubi.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What callers without {@link Scope#PROFILES_SENSITIVE} see: enough to compare with what a customer
 * says, too little to write to them. Pure.
 */
public final class Masking {

    private static final String ALL = "***";
    private static final Pattern ADDRESS =
            Pattern.compile("[\\p{L}\\p{N}._%+'-]{1,64}@[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+");
    private static final Set<String> SENSITIVE =
            Set.of(
                    "email",
                    "mail",
                    "phone",
                    "tel",
                    "mobile",
                    "contactpoint",
                    "card",
                    "cardnumber",
                    "birthdate",
                    "birthday",
                    "dateofbirth",
                    "address",
                    "address1",
                    "address2",
                    "street",
                    "city",
                    "postcode",
                    "postalcode",
                    "zip");

    private Masking() {}

    /** E-mail addresses in running text, each as {@link #email} shows it; the rest as it is. */
    public static String text(String text) {
        return text.indexOf('@') < 0
                ? text
                : ADDRESS.matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(email(found.group())));
    }

    /**
     * What an event carries, as a source sent it: fields that by their name hold a contact point, a
     * card, a birth date or an address are masked whole, and addresses inside of other texts too. A
     * copy; the argument is not changed.
     */
    public static JsonNode data(JsonNode data) {
        return switch (data) {
            case ObjectNode object -> {
                ObjectNode masked = object.objectNode();
                object.properties()
                        .forEach(
                                field ->
                                        masked.set(
                                                field.getKey(),
                                                sensitive(field.getKey())
                                                        ? hidden(field.getValue())
                                                        : data(field.getValue())));
                yield masked;
            }
            case ArrayNode array -> {
                ArrayNode masked = array.arrayNode(array.size());
                array.forEach(entry -> masked.add(data(entry)));
                yield masked;
            }
            case TextNode text -> TextNode.valueOf(text(text.textValue()));
            default -> data;
        };
    }

    private static JsonNode hidden(JsonNode value) {
        boolean nothing = value.isNull() || value.isBoolean() || value.asText().equals("*");
        return nothing ? value : TextNode.valueOf(ALL);
    }

    private static boolean sensitive(String field) {
        return SENSITIVE.contains(field.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT));
    }

    /** The first of several characters, and the domain: {@code h***@example.jp}. */
    public static String email(String address) {
        int at = address.lastIndexOf('@');
        if (at < 1) {
            return ALL;
        }
        boolean one = address.codePointCount(0, at) == 1;
        String shown = one ? "" : address.substring(0, address.offsetByCodePoints(0, 1));
        return shown + ALL + address.substring(at);
    }

    /** The last four characters: {@code ***5678}; nothing of what is shorter than eight. */
    public static String tail(String value) {
        return value.codePointCount(0, value.length()) < 8
                ? ALL
                : ALL + value.substring(value.offsetByCodePoints(value.length(), -4));
    }

    /** Nothing but that there is something. */
    public static String all() {
        return ALL;
    }
}
