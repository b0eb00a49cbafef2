package dev.musubi.event.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fields of one JSON object, read with the checks of the contract. Every failure names the field's
 * path, what was expected and what kind of thing came, never its value.
 */
record Shape(JsonNode object, String path) {

    static final BigDecimal MONEY_LIMIT = new BigDecimal("1e15");
    private static final int MONEY_SCALE = 6;
    private static final Pattern PLAIN_NUMBER = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?");

    /** RFC 3339: with seconds, and an offset of hours and minutes. */
    private static final Pattern TIME =
            Pattern.compile(
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?"
                            + "(?:[Zz]|[+-][0-9]{2}:[0-9]{2})");

    static Shape of(JsonNode node, String path) {
        if (!node.isObject()) {
            throw Invalid.of(
                    path.isEmpty() ? "event" : path, "expected an object, came " + kind(node));
        }
        return new Shape(node, path);
    }

    String name(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    boolean has(String field) {
        JsonNode node = object.get(field);
        return node != null && !node.isNull();
    }

    String text(String field, int longest) {
        return optionalText(field, longest)
                .orElseThrow(() -> Invalid.of(name(field), "expected text, came nothing"));
    }

    /** Text without control characters; a number is taken as the text of its digits. */
    Optional<String> optionalText(String field, int longest) {
        return written(field, longest, false);
    }

    String prose(String field, int longest) {
        return optionalProse(field, longest)
                .orElseThrow(() -> Invalid.of(name(field), "expected text, came nothing"));
    }

    /** Text that people write for people: it may have lines and tabs. */
    Optional<String> optionalProse(String field, int longest) {
        return written(field, longest, true);
    }

    private Optional<String> written(String field, int longest, boolean lines) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual() && !node.isIntegralNumber()) {
            throw Invalid.of(name(field), "expected text, came " + kind(node));
        }
        String text = node.asText();
        if (text.length() > longest) {
            throw Invalid.of(
                    name(field), "at most " + longest + " characters, came " + text.length());
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && !(lines && isWhiteSpace(c)))) {
            throw Invalid.of(
                    name(field),
                    lines
                            ? "control characters other than tabs and line ends are refused here"
                            : "control characters are refused here");
        }
        return text.isBlank() ? Optional.empty() : Optional.of(text);
    }

    private static boolean isWhiteSpace(int c) {
        return c == '\n' || c == '\r' || c == '\t';
    }

    String matching(String field, Pattern pattern, String inWords) {
        String text = text(field, Limits.IDENTIFIER_LENGTH);
        if (!pattern.matcher(text).matches()) {
            throw Invalid.of(name(field), "expected " + inWords + ", came other text");
        }
        return text;
    }

    Optional<String> oneOf(String field, List<String> choices) {
        Optional<String> text = optionalText(field, 64);
        if (text.isPresent() && !choices.contains(text.get())) {
            throw Invalid.of(name(field), "expected one of " + choices + ", came something else");
        }
        return text;
    }

    boolean flag(String field) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw Invalid.of(name(field), "expected true or false, came " + kind(node));
        }
        return node.booleanValue();
    }

    Instant time(String field, Instant earliest, Instant latest) {
        return optionalTime(field, earliest, latest)
                .orElseThrow(() -> Invalid.of(name(field), "expected a time, came nothing"));
    }

    /** An RFC 3339 time with its offset, within these bounds. */
    Optional<Instant> optionalTime(String field, Instant earliest, Instant latest) {
        return optionalText(field, 64)
                .map(
                        text -> {
                            Instant time = instant(field, text);
                            if (time.isBefore(earliest)) {
                                throw Invalid.of(
                                        name(field), "times before " + earliest + " are refused");
                            }
                            if (time.isAfter(latest)) {
                                throw Invalid.of(
                                        name(field), "times after " + latest + " are refused");
                            }
                            return time;
                        });
    }

    private Instant instant(String field, String text) {
        try {
            if (TIME.matcher(text).matches()) {
                return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                        .toInstant();
            }
        } catch (DateTimeException noSuchDay) {
            // told below
        }
        throw Invalid.of(
                name(field),
                "expected a time as in RFC 3339, such as 2026-11-22T10:15:30+09:00, came other"
                        + " text");
    }

    BigDecimal decimal(String field) {
        BigDecimal value = optionalDecimal(field);
        if (value == null) {
            throw Invalid.of(name(field), "expected a decimal number, came nothing");
        }
        return value;
    }

    /** An exact decimal as number or text: at most 6 decimals, less than 10^15. */
    @Nullable BigDecimal optionalDecimal(String field) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull() || (node.isTextual() && node.asText().isBlank())) {
            return null;
        }
        BigDecimal value = number(field, node);
        // Compared without expanding: 1E+400000 has one digit and stays so.
        if (value.signum() != 0 && value.precision() - (long) value.scale() > 15) {
            throw Invalid.of(name(field), "expected less than 10^15, came more");
        }
        // Zeros at the end of a number may be its writer's habit; text says what it says.
        int decimals = node.isTextual() ? value.scale() : value.stripTrailingZeros().scale();
        if (decimals > MONEY_SCALE) {
            throw Invalid.of(name(field), "at most " + MONEY_SCALE + " decimals, came " + decimals);
        }
        if (value.abs().compareTo(MONEY_LIMIT) >= 0) {
            throw Invalid.of(name(field), "expected less than 10^15, came more");
        }
        // A zero of a million decimals is a zero; its scale would come back in every sum.
        return value.signum() == 0
                ? BigDecimal.ZERO
                : value.setScale(Math.clamp(value.scale(), 0, MONEY_SCALE));
    }

    /** What is measured rather than paid: degrees, scores, seconds, in as many digits as came. */
    Optional<BigDecimal> optionalMeasure(String field) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        return Optional.of(number(field, node));
    }

    BigDecimal measure(String field) {
        return optionalMeasure(field)
                .orElseThrow(() -> Invalid.of(name(field), "expected a number, came nothing"));
    }

    private BigDecimal number(String field, JsonNode node) {
        if (node.isNumber()) {
            return node.decimalValue();
        }
        if (!node.isTextual()) {
            throw Invalid.of(name(field), "expected a decimal number, came " + kind(node));
        }
        String text = node.asText();
        if (text.length() > 64) {
            throw Invalid.of(
                    name(field),
                    "a number has at most "
                            + Limits.NUMBER_DIGITS
                            + " digits, came "
                            + text.length()
                            + " characters");
        }
        if (!PLAIN_NUMBER.matcher(text).matches()) {
            throw Invalid.of(
                    name(field),
                    "expected a decimal number such as -12.50, came text of "
                            + text.length()
                            + " characters");
        }
        return new BigDecimal(text);
    }

    Optional<Long> integer(String field) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        BigDecimal value = number(field, node);
        if (value.precision() - (long) value.scale() > 19
                || value.stripTrailingZeros().scale() > 0) {
            throw Invalid.of(
                    name(field), "expected a whole number of 64 bits, came another number");
        }
        BigInteger whole = value.toBigInteger();
        if (whole.bitLength() > 63) {
            throw Invalid.of(name(field), "expected a whole number of 64 bits, came a larger one");
        }
        return Optional.of(whole.longValue());
    }

    Shape object(String field) {
        return of(object.get(field), name(field));
    }

    List<Shape> objects(String field, int most) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw Invalid.of(name(field), "expected a list, came " + kind(node));
        }
        if (node.size() > most) {
            throw Invalid.of(name(field), "at most " + most + " entries, came " + node.size());
        }
        List<Shape> shapes = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            shapes.add(of(node.get(i), name(field) + "[" + i + "]"));
        }
        return shapes;
    }

    List<String> texts(String field, int most, int longest) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return List.of();
        }
        if (!node.isArray() || node.size() > most) {
            throw Invalid.of(name(field), "expected a list of at most " + most + " texts");
        }
        List<String> texts = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            JsonNode item = node.get(i);
            if (!(item.isTextual() || item.isIntegralNumber())
                    || item.asText().length() > longest) {
                throw Invalid.of(
                        name(field) + "[" + i + "]",
                        "expected text of at most " + longest + " characters");
            }
            texts.add(item.asText());
        }
        return texts;
    }

    /** What kind of thing a value is, in words that give nothing of it away. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list of " + node.size();
            case OBJECT -> "an object";
            case STRING -> "text of " + node.asText().length() + " characters";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case MISSING, BINARY, POJO -> "nothing";
        };
    }
}
