package dev.musubi.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Digests;
import dev.musubi.platform.Json;
import dev.musubi.search.SearchDocument.Names;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A profile as the index keeps it: the keys that find it, and the values that a hit shows. Pure.
 */
final class IndexDocument {

    static final String CONTENT = "content";
    static final String RETIRED = "retired";
    static final String RETIRED_AT = "retiredAt";
    static final String CHANNEL = "channel";
    static final String LOCATION = "location";
    static final String LAST_SEEN = "lastSeen";
    static final String SHOWN = "shown";

    /**
     * To which a person's last visit is kept: whoever looks around in a shop changes by the second,
     * and nobody searches so finely.
     */
    static final ChronoUnit SEEN_TO = ChronoUnit.HOURS;

    /** Of one kind a profile is found by this many values, the first ones. */
    private static final int MOST_VALUES = 200;

    static final String FAMILY_NAME = "familyName";
    static final String GIVEN_NAME = "givenName";
    static final String FAMILY_NAME_KANA = "familyNameKana";
    static final String GIVEN_NAME_KANA = "givenNameKana";
    static final String FULL_NAME = "fullName";
    static final String EMAIL = "email";
    static final String PHONE = "phone";
    static final String CARD = "card";
    static final String ORDER_NUMBER = "orderNumber";

    /** What is masked for callers without the right to see it. */
    static final Set<String> SENSITIVE = Set.of(EMAIL, PHONE, CARD);

    private IndexDocument() {}

    static SearchIndex.Entry entry(SearchDocument profile, NumberKeys numbers, Instant now) {
        ObjectNode document = of(profile, numbers, now);
        String content =
                profile.retired()
                        ? ""
                        : Digests.sha256Hex(Json.write(document).getBytes(StandardCharsets.UTF_8));
        return new SearchIndex.Entry(
                profile.id(),
                profile.version(),
                content,
                Json.write(document.put(CONTENT, content)));
    }

    private static ObjectNode of(SearchDocument profile, NumberKeys numbers, Instant now) {
        ObjectNode document = Json.object().put(RETIRED, profile.retired());
        if (profile.retired()) {
            return document.put(RETIRED_AT, now.toString());
        }
        NameKeys names = NameKeys.of(profile.names());
        put(document, Key.WRITTEN, names.written());
        put(document, Key.COMMON, names.common());
        put(document, Key.EXACT, names.exact());
        put(document, Key.LOOSE, names.loose());
        put(document, Key.GUESSED_EXACT, names.guessedExact());
        put(document, Key.GUESSED_LOOSE, names.guessedLoose());
        put(document, Key.UNWRITTEN, names.unwritten());
        List<String> emails = first(profile.emails());
        put(document, Key.ADDRESS, NumberKeys.addresses(emails));
        put(document, Key.ADDRESS_GRAMS, emails.stream().map(NumberKeys::grams).toList());
        put(document, Key.PHONE, numbers.phoneEndings(first(profile.phones())));
        put(document, Key.CARD, NumberKeys.endings(first(profile.cards())));
        put(document, Key.ORDER, NumberKeys.endings(first(profile.orderNumbers())));
        put(document, CHANNEL, profile.channels());
        put(document, LOCATION, profile.locations());
        if (profile.firstSeen() != null) {
            document.put("firstSeen", profile.firstSeen().toString());
        }
        if (profile.lastSeen() != null) {
            document.put(LAST_SEEN, profile.lastSeen().truncatedTo(SEEN_TO).toString());
        }
        ObjectNode shown = document.putObject(SHOWN);
        shown(profile).forEach((field, values) -> put(shown, field, values));
        return document;
    }

    /** The values that a hit can show, by field, as they were given. */
    static Map<String, List<String>> shown(SearchDocument profile) {
        Names names = profile.names();
        Map<String, List<String>> shown = new LinkedHashMap<>();
        put(shown, FAMILY_NAME, names.familyName());
        put(shown, GIVEN_NAME, names.givenName());
        put(shown, FAMILY_NAME_KANA, names.familyNameKana());
        put(shown, GIVEN_NAME_KANA, names.givenNameKana());
        put(shown, FULL_NAME, names.fullName());
        shown.put(EMAIL, first(profile.emails()));
        shown.put(PHONE, first(profile.phones()));
        shown.put(CARD, first(profile.cards()));
        shown.put(ORDER_NUMBER, first(profile.orderNumbers()));
        return shown;
    }

    /** Reads back what a hit shows. */
    static Map<String, List<String>> shown(JsonNode source) {
        Map<String, List<String>> shown = new LinkedHashMap<>();
        source.path(SHOWN)
                .properties()
                .forEach(
                        field -> {
                            List<String> values = new ArrayList<>();
                            field.getValue().forEach(v -> values.add(v.asText()));
                            shown.put(field.getKey(), values);
                        });
        return shown;
    }

    private static void put(Map<String, List<String>> shown, String field, @Nullable String value) {
        if (value != null) {
            shown.put(field, List.of(value));
        }
    }

    private static void put(ObjectNode document, Key key, Collection<String> values) {
        put(document, key.field(), values);
    }

    private static void put(ObjectNode document, String field, Collection<String> values) {
        if (!values.isEmpty()) {
            values.forEach(document.putArray(field)::add);
        }
    }

    private static List<String> first(List<String> values) {
        return values.subList(0, Math.min(MOST_VALUES, values.size()));
    }
}
