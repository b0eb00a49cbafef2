package dev.musubi.console;

import dev.musubi.openapi.model.Profile;
import dev.musubi.openapi.model.ProfileIdentifier;
import dev.musubi.openapi.model.SearchHit;
import dev.musubi.openapi.model.Trait;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody found, as a row of a list. Pure.
 *
 * @param name marked where it answers
 * @param reading marked where it answers
 * @param others further values that answer, by field
 * @param contacts card, phone and e-mail, as far as the reader may see them
 */
record Candidate(
        String id,
        List<Marked.Part> name,
        List<Marked.Part> reading,
        List<Answer> others,
        List<ProfileIdentifier> contacts,
        long orders,
        @Nullable OffsetDateTime lastSeen) {

    private static final List<String> SHOWN = List.of("loyalty_id", "phone", "email");

    /** A value of a field that answers. */
    record Answer(String field, List<Marked.Part> value) {}

    static Candidate of(SearchHit hit) {
        Profile profile = hit.getProfile();
        PersonName name = PersonName.of(profile);
        Map<String, List<String>> marks = new LinkedHashMap<>(hit.getHighlights());
        List<Marked.Part> full =
                marked(marks, profile, name.full(), "familyName", "givenName", "fullName");
        List<Marked.Part> reading =
                marked(marks, profile, name.reading(), "familyNameKana", "givenNameKana");
        List<Answer> others = new ArrayList<>();
        marks.forEach(
                (field, values) ->
                        values.forEach(v -> others.add(new Answer(field, Marked.of(v).parts()))));
        return new Candidate(
                profile.getId(),
                full,
                reading,
                others,
                profile.getIdentifiers().stream()
                        .filter(i -> SHOWN.contains(i.getType()))
                        .limit(3)
                        .toList(),
                profile.getStats().getOrders(),
                profile.getStats().getLastSeen());
    }

    /** The value with the marks of these fields, which are taken out. */
    private static List<Marked.Part> marked(
            Map<String, List<String>> marks, Profile profile, String value, String... fields) {
        List<Marked.Part> parts = new ArrayList<>();
        for (String field : fields) {
            List<String> marked = marks.remove(field);
            Trait trait = profile.getTraits().get(field);
            if (trait == null || !value.contains(trait.getValue())) {
                continue;
            }
            if (field.equals("fullName") && !parts.isEmpty()) {
                continue;
            }
            if (!parts.isEmpty()) {
                parts.add(new Marked.Part(" ", false));
            }
            parts.addAll(
                    marked == null || marked.isEmpty()
                            ? Marked.plain(trait.getValue()).parts()
                            : Marked.of(marked.getFirst()).parts());
        }
        return parts;
    }
}
