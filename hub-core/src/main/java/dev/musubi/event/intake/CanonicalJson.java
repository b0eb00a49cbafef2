package dev.musubi.event.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.erdtman.jcs.NumberToJSON;

/**
 * The canonical form of JSON after RFC 8785: keys sorted by UTF-16 code units, no white space,
 * numbers as ECMAScript writes them. In one thing it departs: a number that a double cannot carry
 * keeps its own digits, so that two different amounts never look alike (docs/decisions/0010).
 */
final class CanonicalJson {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(512);

    /** How an event came, no part of what it says. */
    private static final Set<String> ABOUT_THE_DELIVERY = Set.of("historical", "asOf");

    /** The canonical text of an envelope without what is about its delivery. */
    static String ofEnvelope(JsonNode envelope) {
        CanonicalJson json = new CanonicalJson();
        json.object(envelope, ABOUT_THE_DELIVERY);
        return json.out.toString();
    }

    private void value(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node, Set.of());
            case ARRAY -> array(node);
            case STRING -> text(node.textValue());
            case NUMBER -> number(node);
            case BOOLEAN -> out.append(node.booleanValue());
            case NULL, MISSING, BINARY, POJO -> out.append("null");
        }
    }

    private void object(JsonNode node, Set<String> without) {
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.properties());
        fields.sort(Map.Entry.comparingByKey());
        out.append('{');
        boolean first = true;
        for (Map.Entry<String, JsonNode> field : fields) {
            if (without.contains(field.getKey())) {
                continue;
            }
            if (!first) {
                out.append(',');
            }
            first = false;
            text(field.getKey());
            out.append(':');
            value(field.getValue());
        }
        out.append('}');
    }

    private void array(JsonNode node) {
        out.append('[');
        for (int i = 0; i < node.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            value(node.get(i));
        }
        out.append(']');
    }

    private void number(JsonNode node) {
        if (node.isInt()) {
            out.append(node.intValue());
            return;
        }
        BigDecimal exact = node.decimalValue();
        double nearest = exact.doubleValue();
        if (Double.isFinite(nearest)
                && new BigDecimal(Double.toString(nearest)).compareTo(exact) == 0) {
            try {
                out.append(NumberToJSON.serializeNumber(nearest));
            } catch (IOException e) {
                throw new UncheckedIOException("a finite number cannot be written", e);
            }
        } else {
            out.append(exact.stripTrailingZeros());
        }
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
