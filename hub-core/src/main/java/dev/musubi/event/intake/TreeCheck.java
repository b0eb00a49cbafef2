package dev.musubi.event.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/** The limits that hold for a whole envelope: depth, number of values, digits, characters. */
final class TreeCheck {

    private int values;

    static void check(JsonNode envelope) {
        new TreeCheck().visit(envelope, "", 1);
    }

    private void visit(JsonNode node, String path, int depth) {
        if (depth > Limits.DEPTH) {
            throw Invalid.of(shortened(path), "nested deeper than " + Limits.DEPTH + " levels");
        }
        if (++values > Limits.VALUES) {
            throw Invalid.of(
                    "event", "an event may have " + Limits.VALUES + " values, this one has more");
        }
        switch (node.getNodeType()) {
            case OBJECT -> {
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    characters(field.getKey(), path);
                    visit(field.getValue(), child(path, field.getKey()), depth + 1);
                }
            }
            case ARRAY -> {
                for (int i = 0; i < node.size(); i++) {
                    visit(node.get(i), path + "[" + i + "]", depth + 1);
                }
            }
            case STRING -> characters(node.textValue(), path);
            case NUMBER -> digits(node, path);
            case BOOLEAN, NULL, MISSING, BINARY, POJO -> {}
        }
    }

    private static void characters(String text, String path) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw Invalid.of(shortened(path), "the character NUL is refused");
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw Invalid.of(shortened(path), "half of a surrogate pair is refused");
            }
        }
    }

    private static void digits(JsonNode node, String path) {
        int precision;
        if (node.isBigInteger()) {
            BigInteger whole = node.bigIntegerValue();
            precision = new BigDecimal(whole).precision();
        } else if (node.isBigDecimal()) {
            BigDecimal decimal = node.decimalValue();
            precision = decimal.precision();
            if (Math.abs((long) decimal.scale()) > 1_000) {
                throw Invalid.of(
                        shortened(path), "a number with an exponent beyond 1000 is refused");
            }
        } else {
            return;
        }
        if (precision > Limits.NUMBER_DIGITS) {
            throw Invalid.of(
                    shortened(path),
                    "a number has at most " + Limits.NUMBER_DIGITS + " digits, came " + precision);
        }
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String shortened(String path) {
        return path.isEmpty()
                ? "event"
                : path.length() <= 200 ? path : path.substring(0, 200) + "…";
    }
}
