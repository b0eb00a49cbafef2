package dev.musubi.connectors.common;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A JSON object from outside, read strictly: absent, null and blank are empty, another type than
 * expected is {@link Untranslatable} by its path, never by its value.
 */
public record Resource(JsonNode node, String path) {

    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,24}(\\.\\d{1,12})?");
    private static final Pattern INTEGER = Pattern.compile("\\d{1,19}");
    private static final int LONGEST_NUMBER = 38;

    /** RFC 3339 has years of four digits; the event log is stricter. */
    private static final int LAST_YEAR = 9999;

    /** The object in these bytes. */
    public static Resource parse(byte[] bytes) {
        JsonNode node = json(bytes);
        if (!node.isObject()) {
            throw new Untranslatable("expected a JSON object, but " + kind(node) + " came");
        }
        return new Resource(node, "");
    }

    /** The JSON in these bytes, of whatever kind. */
    public static JsonNode json(byte[] bytes) {
        JsonNode node;
        try {
            node = Json.mapper().readTree(bytes);
        } catch (StreamConstraintsException e) {
            throw new Untranslatable(
                    "more than is taken of one message: 64 levels, numbers of 400 digits, names of"
                            + " 1,024 characters");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new Untranslatable(
                    "not JSON" + (at == null ? "" : " at byte " + at.getByteOffset()));
        } catch (IOException invalidCharacters) {
            throw new Untranslatable("not JSON in UTF-8");
        }
        if (node == null || node.isMissingNode()) {
            throw new Untranslatable("not JSON: nothing came");
        }
        return node;
    }

    /** Whether the field is there at all, be it null. */
    public boolean has(String field) {
        return node.has(field);
    }

    /** Whether the field is there and not null. */
    public boolean hasValue(String field) {
        return node.hasNonNull(field);
    }

    public Optional<String> text(String field) {
        return value(field)
                .map(
                        value -> {
                            if (!value.isTextual()) {
                                throw wrong(field, "text", value);
                            }
                            return value.textValue().strip();
                        })
                .filter(text -> !text.isEmpty());
    }

    public String requiredText(String field) {
        return text(field).orElseThrow(() -> missing(field));
    }

    public boolean isTrue(String field) {
        return value(field)
                .map(
                        value -> {
                            if (!value.isBoolean()) {
                                throw wrong(field, "true or false", value);
                            }
                            return value.booleanValue();
                        })
                .orElse(false);
    }

    /** A numeric id, as digits. */
    public Optional<String> id(String field) {
        return value(field)
                .map(
                        value -> {
                            if (!(value.isIntegralNumber() || value.isTextual())
                                    || !INTEGER.matcher(value.asText()).matches()) {
                                throw wrong(field, "a numeric id", value);
                            }
                            return value.asText();
                        });
    }

    public String requiredId(String field) {
        return id(field).orElseThrow(() -> missing(field));
    }

    /** An exact decimal, as a string or a number. */
    public Optional<BigDecimal> decimal(String field) {
        return value(field)
                .filter(value -> !(value.isTextual() && value.textValue().isBlank()))
                .map(
                        value -> {
                            if (value.isTextual() && DECIMAL.matcher(value.textValue()).matches()) {
                                return new BigDecimal(value.textValue());
                            }
                            if (value.isNumber()) {
                                return bounded(field, value);
                            }
                            throw wrong(field, "a decimal", value);
                        });
    }

    public BigDecimal requiredDecimal(String field) {
        return decimal(field).orElseThrow(() -> missing(field));
    }

    public BigDecimal decimalOrZero(String field) {
        return decimal(field).orElse(BigDecimal.ZERO);
    }

    public Optional<OffsetDateTime> time(String field) {
        return text(field).map(text -> parsed(field, text, ""));
    }

    /** A time that names no offset because it is one of UTC. */
    public Optional<OffsetDateTime> utc(String field) {
        return text(field).map(text -> parsed(field, text, "Z"));
    }

    private OffsetDateTime parsed(String field, String text, String offset) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text + offset);
            if (time.getYear() >= 1 && time.getYear() <= LAST_YEAR) {
                return time;
            }
            throw noTime(field);
        } catch (DateTimeException e) {
            throw noTime(field);
        }
    }

    /** An instant as a whole number of seconds, milliseconds or the like since 1970. */
    public Instant requiredEpoch(String field, ChronoUnit unit) {
        JsonNode value = value(field).orElseThrow(() -> missing(field));
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(field, "a time as a whole number", value);
        }
        try {
            Instant time = Instant.EPOCH.plus(value.longValue(), unit);
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 1 && year <= LAST_YEAR) {
                return time;
            }
            throw noTime(field);
        } catch (DateTimeException | ArithmeticException outside) {
            throw noTime(field);
        }
    }

    public OffsetDateTime requiredTime(String field) {
        return time(field).orElseThrow(() -> missing(field));
    }

    public Optional<Resource> object(String field) {
        return value(field)
                .map(
                        value -> {
                            if (!value.isObject()) {
                                throw wrong(field, "an object", value);
                            }
                            return new Resource(value, at(field));
                        });
    }

    public List<Resource> list(String field) {
        JsonNode list = node.get(field);
        if (list == null || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw wrong(field, "a list", list);
        }
        return IntStream.range(0, list.size())
                .mapToObj(i -> item(list.get(i), at(field) + "[" + i + "]"))
                .toList();
    }

    public Untranslatable missing(String field) {
        return new Untranslatable(at(field) + ": missing");
    }

    private Untranslatable noTime(String field) {
        return new Untranslatable(at(field) + ": expected a time with its offset");
    }

    private static Resource item(JsonNode value, String path) {
        if (!value.isObject()) {
            throw new Untranslatable(path + ": expected an object, but " + kind(value) + " came");
        }
        return new Resource(value, path);
    }

    private Optional<JsonNode> value(String field) {
        return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
    }

    /** Digits first: an exponent could ask for more memory than there is. */
    private BigDecimal bounded(String field, JsonNode value) {
        BigDecimal number = value.decimalValue();
        if (number.precision() > LONGEST_NUMBER
                || Math.abs((long) number.scale()) > LONGEST_NUMBER) {
            throw wrong(field, "a decimal of at most " + LONGEST_NUMBER + " digits", value);
        }
        return number;
    }

    private Untranslatable wrong(String field, String expected, JsonNode came) {
        return new Untranslatable(
                at(field) + ": expected " + expected + ", but " + kind(came) + " came");
    }

    private String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private static String kind(JsonNode node) {
        return node == null ? "nothing" : "a " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
