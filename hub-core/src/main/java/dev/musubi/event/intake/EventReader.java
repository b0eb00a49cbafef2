package dev.musubi.event.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.Event;
import dev.musubi.event.Sender;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.Digests;
import dev.musubi.platform.Json;
import dev.musubi.platform.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks an envelope against the contract and reads it into an event. Pure and thread safe.
 *
 * <p>Control characters are refused in ids, names and identifiers, and taken out of traits together
 * with marks that turn the direction of text or have no width (but for joiners, which scripts
 * need); elsewhere they are kept as data, but for NUL, which is refused everywhere.
 */
public final class EventReader {

    static final Pattern NAME = Pattern.compile("[a-z0-9._:-]{1,64}");
    static final String NAME_IN_WORDS = "1 to 64 of a-z 0-9 . _ : -";

    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z0-9._-]{1,64}");
    private static final String PLAIN_NAME_IN_WORDS = "1 to 64 of a-z 0-9 . _ -";
    private static final Pattern NOT_FOR_TRAITS =
            Pattern.compile(
                    "[\\p{Cc}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]");
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofDays(1);
    private static final Set<String> TRAITS =
            Set.of(
                    "familyName",
                    "givenName",
                    "familyNameKana",
                    "givenNameKana",
                    "fullName",
                    "birthDate",
                    "gender",
                    "language",
                    "country",
                    "postcode",
                    "region",
                    "city",
                    "street");

    /** What became of an envelope. */
    public sealed interface Read {}

    /** It is an event. */
    public record Accepted(Event event) implements Read {}

    /** It is none, and this is why. */
    public record Refused(Problem problem) implements Read {}

    /**
     * Reads one envelope.
     *
     * @param now against which times that lie ahead are measured
     */
    public Read read(JsonNode envelope, Sender sender, Instant now) {
        try {
            return new Accepted(event(envelope, sender, now));
        } catch (Invalid invalid) {
            return new Refused(invalid.problem());
        }
    }

    private static Event event(JsonNode envelope, Sender sender, Instant now) {
        Shape event = Shape.of(envelope, "");
        TreeCheck.check(envelope);
        String canonical = CanonicalJson.ofEnvelope(envelope);
        size(canonical);
        String source = event.matching("source", NAME, NAME_IN_WORDS);
        if (!sender.sources().isEmpty() && !sender.sources().contains(source)) {
            throw new Invalid(
                    new Problem(
                            403,
                            "foreign-source",
                            "The key is bound to other sources",
                            "source: this key or account may not speak for that source",
                            "source"));
        }
        String type = event.matching("type", PLAIN_NAME, PLAIN_NAME_IN_WORDS);
        JsonNode data = envelope.hasNonNull("data") ? envelope.get("data") : Json.object();
        DataCheck.check(type, data);
        return new Event(
                source,
                event.text("id", Limits.ID_LENGTH),
                type,
                event.time("time", EARLIEST, now.plus(AHEAD)),
                event.matching("channel", PLAIN_NAME, PLAIN_NAME_IN_WORDS),
                event.optionalText("location", 64).orElse(null),
                identifiers(event, sender),
                traits(event, now),
                data,
                event.flag("historical"),
                event.optionalTime("asOf", EARLIEST, now.plus(AHEAD)).orElse(null),
                Digests.sha256(canonical));
    }

    private static void size(String canonical) {
        // Three bytes a character at most: only what may be too long is counted exactly.
        if (canonical.length() > Limits.EVENT_BYTES / 3) {
            int bytes = canonical.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            if (bytes > Limits.EVENT_BYTES) {
                throw new Invalid(
                        new Problem(
                                413,
                                "too-large",
                                "More than a limit allows",
                                "an event may have "
                                        + Limits.EVENT_BYTES
                                        + " bytes, this one has "
                                        + bytes,
                                null));
            }
        }
    }

    private static List<Identifier> identifiers(Shape event, Sender sender) {
        List<Identifier> identifiers = new ArrayList<>();
        for (Shape shape : event.objects("identifiers", Limits.IDENTIFIERS)) {
            String wire = shape.text("type", 64);
            IdentifierType type =
                    IdentifierType.ofWire(wire)
                            .orElseThrow(
                                    () ->
                                            Invalid.of(
                                                    shape.name("type"),
                                                    "expected one of "
                                                            + IdentifierType.wires()
                                                            + ", came something else"));
            if (!shape.has("value")) {
                throw Invalid.of(shape.name("value"), "expected text, came nothing");
            }
            String value = shape.optionalText("value", Limits.IDENTIFIER_LENGTH).orElse("");
            boolean verified = shape.flag("verified") && sender.believed().contains(type);
            identifiers.add(new Identifier(type, namespace(shape, type, sender), value, verified));
        }
        return identifiers;
    }

    private static @Nullable String namespace(Shape shape, IdentifierType type, Sender sender) {
        if (!type.namespaced()) {
            return null;
        }
        if (shape.has("namespace")) {
            return shape.matching("namespace", PLAIN_NAME, PLAIN_NAME_IN_WORDS);
        }
        String configured = sender.namespaces().get(type);
        if (configured == null) {
            throw Invalid.of(
                    shape.name("namespace"),
                    "an identifier of type "
                            + type.wire()
                            + " needs a namespace: send it, or configure one for the key or account");
        }
        return configured;
    }

    private static Map<String, String> traits(Shape event, Instant now) {
        if (!event.has("traits")) {
            return Map.of();
        }
        Shape traits = Shape.of(event.object().get("traits"), "traits");
        Map<String, String> known = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> trait : traits.object().properties()) {
            JsonNode value = trait.getValue();
            if (!TRAITS.contains(trait.getKey()) || value.isNull()) {
                continue;
            }
            String name = traits.name(trait.getKey());
            if (!value.isTextual()) {
                throw Invalid.of(name, "expected text, came " + Shape.kind(value));
            }
            String clean = NOT_FOR_TRAITS.matcher(value.textValue()).replaceAll("").strip();
            if (clean.length() > Limits.TRAIT_LENGTH) {
                throw Invalid.of(
                        name,
                        "at most " + Limits.TRAIT_LENGTH + " characters, came " + clean.length());
            }
            if (trait.getKey().equals("birthDate") && !clean.isEmpty()) {
                birthDate(name, clean, now);
            }
            if (!clean.isEmpty()) {
                known.put(trait.getKey(), clean);
            }
        }
        return known;
    }

    private static void birthDate(String name, String text, Instant now) {
        try {
            LocalDate date = LocalDate.parse(text);
            if (date.getYear() < 1850
                    || date.isAfter(
                            LocalDate.ofInstant(now, java.time.ZoneOffset.UTC).plusDays(1))) {
                throw Invalid.of(name, "expected a day between 1850 and today, came another day");
            }
        } catch (DateTimeException e) {
            throw Invalid.of(name, "expected a day such as 1990-04-01, came other text");
        }
    }
}
