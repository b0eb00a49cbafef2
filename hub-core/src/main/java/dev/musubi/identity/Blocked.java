package dev.musubi.identity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Values that identify nobody. Pure and thread safe.
 *
 * @param values of any type, in lower case
 * @param patterns of whole values of any type
 * @param mailboxes what stands before the @ of an address, in lower case
 * @param own those of the shop, by type, in the one spelling of the type
 */
record Blocked(
        Set<String> values,
        List<Pattern> patterns,
        Set<String> mailboxes,
        Map<IdentifierType, Set<String>> own) {

    static final Blocked NOTHING = new Blocked(Set.of(), List.of(), Set.of(), Map.of());

    Blocked {
        values = Set.copyOf(values);
        patterns = List.copyOf(patterns);
        mailboxes = Set.copyOf(mailboxes);
        own = Map.copyOf(own);
    }

    /** Whether a value of any type, spelled in any way, is one that systems write for nobody. */
    boolean placeholder(String value) {
        return value.isEmpty()
                || values.contains(value.toLowerCase(Locale.ROOT))
                || patterns.stream().anyMatch(p -> BoundedText.matches(p, value));
    }

    /**
     * @param spelled in the one spelling of the type
     */
    boolean identifiesNobody(IdentifierType type, String spelled) {
        return placeholder(spelled)
                || own.getOrDefault(type, Set.of()).contains(spelled)
                || (type == IdentifierType.EMAIL
                        && mailboxes.contains(spelled.substring(0, spelled.lastIndexOf('@'))));
    }
}
