package dev.musubi.search;

import dev.musubi.search.Hit.Highlight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Says in which values of a hit a query was found. Made from the shown values rather than by
 * Elasticsearch, because a query in rōmaji is found in kanji that share no character with it. Pure.
 */
final class Highlighter {

    private final List<List<Clause>> words;
    private final NumberKeys numbers;

    Highlighter(QueryPlan plan, NumberKeys numbers) {
        this.words = new ArrayList<>(plan.words());
        if (!plan.whole().isEmpty()) {
            this.words.add(plan.whole());
        }
        this.numbers = numbers;
    }

    /** The first place in each value that answers, in the order of the fields. */
    List<Highlight> of(Map<String, List<String>> shown) {
        List<Highlight> highlights = new ArrayList<>();
        shown.forEach(
                (field, values) ->
                        values.forEach(
                                value -> {
                                    Highlight found = find(field, value);
                                    if (found != null) {
                                        highlights.add(found);
                                    }
                                }));
        return highlights;
    }
}
