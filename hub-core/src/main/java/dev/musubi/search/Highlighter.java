package dev.musubi.search;

import dev.musubi.search.Clause.Contains;
import dev.musubi.search.Clause.Equals;
import dev.musubi.search.Clause.Similar;
import dev.musubi.search.Clause.StartsWith;
import dev.musubi.search.Hit.Highlight;
import dev.musubi.search.SearchDocument.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.util.automaton.CharacterRunAutomaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;

/**
 * Says in which values of a hit a query was found. Made from the shown values rather than by
 * Elasticsearch, because a query in rōmaji is found in kanji that share no character with it. For
 * one thread.
 */
final class Highlighter {

    private final List<Clause> clauses;
    private final NumberKeys numbers;
    private final Map<Similar, CharacterRunAutomaton> similar = new HashMap<>();
    private final Map<Value, Boolean> answering = new HashMap<>();

    private record Value(String field, String part) {}

    Highlighter(QueryPlan plan, NumberKeys numbers) {
        this.clauses =
                Stream.concat(plan.words().stream(), Stream.of(plan.whole()))
                        .flatMap(List::stream)
                        .toList();
        this.numbers = numbers;
    }

    /** The answering part of each value that has one, in the order of the fields. */
    List<Highlight> of(Map<String, List<String>> shown) {
        List<Highlight> highlights = new ArrayList<>();
        shown.forEach((field, values) -> values.forEach(v -> add(field, v, highlights)));
        return highlights;
    }

    private void add(String field, String value, List<Highlight> highlights) {
        switch (field) {
            case IndexDocument.EMAIL -> address(field, value, highlights);
            case IndexDocument.PHONE ->
                    number(
                            field,
                            value,
                            Key.PHONE,
                            numbers.phoneEndings(List.of(value)),
                            highlights);
            case IndexDocument.CARD ->
                    number(field, value, Key.CARD, NumberKeys.endings(List.of(value)), highlights);
            case IndexDocument.ORDER_NUMBER ->
                    number(field, value, Key.ORDER, NumberKeys.endings(List.of(value)), highlights);
            default -> name(field, value, highlights);
        }
    }

    /** Each part of a name that answers; the whole where only all of it does. */
    private void name(String field, String value, List<Highlight> highlights) {
        int before = highlights.size();
        int from = 0;
        for (String part : Written.parts(value)) {
            int at = value.indexOf(part, from);
            if (at >= 0 && answers(field, part)) {
                highlights.add(new Highlight(field, value, at, at + part.length()));
            }
            from = Math.max(from, at + part.length());
        }
        if (highlights.size() == before && answers(field, value)) {
            highlights.add(new Highlight(field, value, 0, value.length()));
        }
    }

    /** People who answer a query share names: each is read once. */
    private boolean answers(String field, String part) {
        return answering.computeIfAbsent(
                new Value(field, part), v -> answers(keys(v.field(), v.part())));
    }

    private static NameKeys keys(String field, String part) {
        return NameKeys.of(
                switch (field) {
                    case IndexDocument.FAMILY_NAME -> new Names(part, null, null, null, null);
                    case IndexDocument.GIVEN_NAME -> new Names(null, part, null, null, null);
                    case IndexDocument.FULL_NAME -> new Names(null, null, null, null, part);
                    default -> new Names(null, null, part, null, null);
                });
    }

    private boolean answers(NameKeys keys) {
        return clauses.stream()
                .anyMatch(
                        clause ->
                                switch (clause.key()) {
                                    case WRITTEN -> matches(clause, keys.written());
                                    case COMMON -> matches(clause, keys.common());
                                    case EXACT -> matches(clause, keys.exact());
                                    case LOOSE -> matches(clause, keys.loose());
                                    case GUESSED_EXACT -> matches(clause, keys.guessedExact());
                                    case GUESSED_LOOSE -> matches(clause, keys.guessedLoose());
                                    case UNWRITTEN -> matches(clause, keys.unwritten());
                                    case ADDRESS, ADDRESS_GRAMS, PHONE, CARD, ORDER -> false;
                                });
    }

    private boolean matches(Clause clause, Set<String> keys) {
        return switch (clause) {
            case Equals(Key _, String value, float _) -> keys.contains(value);
            case StartsWith(Key _, String value, float _) ->
                    keys.stream().anyMatch(k -> k.startsWith(value));
            case Similar near ->
                    keys.stream()
                            .anyMatch(similar.computeIfAbsent(near, Highlighter::automaton)::run);
            case Contains _ -> false;
        };
    }

    private static CharacterRunAutomaton automaton(Similar clause) {
        return new CharacterRunAutomaton(
                new LevenshteinAutomata(clause.value(), true).toAutomaton(clause.slips()));
    }

    private void address(String field, String value, List<Highlight> highlights) {
        String written = Written.of(value);
        clauses.stream()
                .filter(c -> c.key() == Key.ADDRESS)
                .map(Equals.class::cast)
                .filter(c -> c.value().length() >= NumberKeys.SHORTEST_PART)
                .filter(c -> written.contains(c.value()))
                .findFirst()
                .ifPresent(
                        c -> {
                            int at = Math.max(0, value.indexOf(c.value()));
                            int to = Math.min(value.length(), at + c.value().length());
                            highlights.add(new Highlight(field, value, at, to));
                        });
    }

    /** The whole number, or as many of its last characters as were asked for. */
    private void number(
            String field, String value, Key key, Set<String> keys, List<Highlight> highlights) {
        int answering = 0;
        for (Clause clause : clauses) {
            if (clause.key() == key && matches(clause, keys)) {
                int length =
                        switch (clause) {
                            case Equals _ -> value.length();
                            case StartsWith(Key _, String ending, float _) -> ending.length();
                            case Contains _, Similar _ -> 0;
                        };
                answering = Math.max(answering, length);
            }
        }
        if (answering > 0) {
            highlights.add(new Highlight(field, value, ending(value, answering), value.length()));
        }
    }

    /** Where the last {@code length} letters and digits of a number begin. */
    private static int ending(String value, int length) {
        int left = length;
        int at = value.length();
        while (at > 0 && left > 0) {
            at--;
            if (Character.isLetterOrDigit(value.charAt(at))) {
                left--;
            }
        }
        return at;
    }
}
