package dev.musubi.connectors.pos;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A constant with fields in braces, such as {@code pos:{store}}. */
final class Template {
    private static final Pattern PART = Pattern.compile("\\{(\\w+)}");

    private Template() {}

    static void check(String template, Map<Field, ?> fields, Map<Field, ?> constants) {
        PART.matcher(template)
                .results()
                .map(part -> Mappings.field(part.group(1)))
                .forEach(
                        field -> {
                            Mapping.check(
                                    field.of() == Field.Of.RECEIPT,
                                    template + ": " + field.key() + " is not the receipt's");
                            Mapping.check(
                                    fields.containsKey(field) || constants.containsKey(field),
                                    template + ": " + field.key() + " has no column");
                        });
    }

    static String fill(String template, Function<Field, String> values) {
        if (template.indexOf('{') < 0) {
            return template;
        }
        Function<MatchResult, String> fill =
                part -> Matcher.quoteReplacement(values.apply(Mappings.field(part.group(1))));
        return PART.matcher(template).replaceAll(fill);
    }
}
