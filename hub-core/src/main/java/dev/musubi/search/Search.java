package dev.musubi.search;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Problem;
import dev.musubi.search.Hit.Highlight;
import java.util.List;

/** Finds people by what a clerk types. Thread safe. */
public final class Search {

    /** Nobody's name, address or number needs more; longer texts are not worth reading. */
    public static final int LONGEST_QUERY = 256;

    private final SearchIndex index;
    private final NumberKeys numbers;

    Search(SearchIndex index, NumberKeys numbers) {
        this.index = index;
        this.numbers = numbers;
    }

    /**
     * The people who answer every word of the query, the best first; none where it has no word.
     * Where nobody does, those who would if a name in it had one letter wrong, missing, too many or
     * in the wrong place: 佐藤 does not find 加藤 for as long as there is a 佐藤.
     *
     * @throws Refused where the query is longer than {@value #LONGEST_QUERY} characters or the
     *     limit is not 1 to {@value Query#MOST_HITS}
     * @throws StoreAway where Elasticsearch does not answer; exact look-ups still work
     */
    public List<Hit> search(Query query) {
        check(query);
        QueryPlan plan = QueryPlan.of(query.text(), numbers, query.sensitive());
        List<Hit> hits = search(query, plan);
        if (!hits.isEmpty()) {
            return hits;
        }
        QueryPlan forgiving = plan.forgiving();
        return forgiving.equals(plan) ? hits : search(query, forgiving);
    }

    private List<Hit> search(Query query, QueryPlan plan) {
        if (plan.isEmpty()) {
            return List.of();
        }
        Highlighter highlighter = new Highlighter(plan, numbers);
        return index.search(QueryJson.of(plan, query)).stream()
                .map(f -> new Hit(f.id(), f.score(), highlights(highlighter, f, query.sensitive())))
                .toList();
    }

    /** A masked value is not shown, not even to say that it answers. */
    private static List<Highlight> highlights(
            Highlighter highlighter, SearchIndex.Found found, boolean sensitive) {
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
