package dev.musubi.search;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Problem;
import dev.musubi.search.Hit.Highlight;
import dev.musubi.search.SearchIndex.Found;
import java.util.Comparator;
import java.util.List;

/** Finds people by what a clerk types. Thread safe. */
public final class Search {

    /** Nobody's name, address or number needs more; longer texts are not worth reading. */
    public static final int LONGEST_QUERY = 256;

    /** Among so many who are equally near what was typed, those likely meant come first. */
    private static final int CANDIDATES = 50;

    private final SearchIndex index;
    private final NumberKeys numbers;

    Search(SearchIndex index, NumberKeys numbers) {
        this.index = index;
        this.numbers = numbers;
    }

    /**
     * The people who answer every word of the query, the best first; none where it has no word.
     * Where few do and nobody wholly, also those who would if a name in it had one letter wrong,
     * missing, too many or in the wrong place: 佐藤 does not find 加藤 for as long as there is a 佐藤.
     *
     * @throws Refused where the query is longer than {@value #LONGEST_QUERY} characters or the
     *     limit is not 1 to {@value Query#MOST_HITS}
     * @throws StoreAway where Elasticsearch does not answer; exact look-ups still work
     */
    public List<Hit> search(Query query) {
        check(query);
        QueryPlan plan = QueryPlan.of(query.text(), numbers, query.sensitive());
        List<Found> wholly = wholly(query, plan);
        if (!wholly.isEmpty()) {
            return hits(query, plan, wholly);
        }
        List<Found> found = found(query, plan);
        QueryPlan forgiving = plan.forgiving();
        Likely likely = new Likely(query.text());
        if (forgiving.equals(plan)
                || found.size() >= query.limit()
                || found.stream().anyMatch(f -> likely.is(f.shown()))) {
            return hits(query, plan, found);
        }
        return hits(
                query,
                forgiving,
                found(query.limited(Math.max(query.limit(), CANDIDATES)), forgiving).stream()
                        .sorted(
                                Comparator.comparing((Found f) -> !likely.meant(f.shown()))
                                        .thenComparing(
                                                Comparator.comparingDouble(Found::score)
                                                        .reversed()))
                        .limit(query.limit())
                        .toList());
    }

    /**
     * Those whom a single word names wholly, where they alone are as many as were asked for: then
     * nobody who answers in part can come before any of them, and the dear half of the question,
     * all that begins so, need not be asked. Else nobody.
     */
    private List<Found> wholly(Query query, QueryPlan plan) {
        return plan.wholeWord()
                .map(equal -> found(query, equal))
                .filter(found -> found.size() >= query.limit())
                .filter(found -> found.getLast().score() > plan.mostInPart())
                .orElse(List.of());
    }

    private List<Found> found(Query query, QueryPlan plan) {
        return plan.isEmpty() ? List.of() : index.search(QueryJson.of(plan, query));
    }

    private List<Hit> hits(Query query, QueryPlan plan, List<Found> found) {
        Highlighter highlighter = new Highlighter(plan, numbers);
        return found.stream()
                .map(f -> new Hit(f.id(), f.score(), highlights(highlighter, f, query.sensitive())))
                .toList();
    }

    /** A masked value is not shown, not even to say that it answers. */
    private static List<Highlight> highlights(
            Highlighter highlighter, Found found, boolean sensitive) {
        return highlighter.of(found.shown()).stream()
                .filter(h -> sensitive || !IndexDocument.SENSITIVE.contains(h.field()))
                .toList();
    }

    private static void check(Query query) {
        int length = query.text().codePointCount(0, query.text().length());
        if (length > LONGEST_QUERY) {
            throw new Refused(
                    refusal(
                            "q",
                            "a query has at most %d characters, this one has %d"
                                    .formatted(LONGEST_QUERY, length)));
        }
        if (query.limit() < 1 || query.limit() > Query.MOST_HITS) {
            throw new Refused(
                    refusal(
                            "limit",
                            "expected 1 to %d, got %d".formatted(Query.MOST_HITS, query.limit())));
        }
    }

    private static Problem refusal(String parameter, String detail) {
        return new Problem(
                400,
                "invalid-parameter",
                "A parameter is not as the contract says",
                detail,
                parameter);
    }
}
