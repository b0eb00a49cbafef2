package dev.musubi.search;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Json;
import java.util.List;

/** A plan as Elasticsearch reads it: constant scores, the best of each word, summed. Pure. */
final class QueryJson {

    private QueryJson() {}

    static ObjectNode of(QueryPlan plan, Query query) {
        ObjectNode body = Json.object();
        body.put("size", query.limit()).put("track_total_hits", false).put("timeout", "2s");
        body.put("_source", IndexDocument.SHOWN);
        body.putArray("sort")
                .add("_score")
                .add(
                        Json.object()
                                .set(
                                        IndexDocument.LAST_SEEN,
                                        Json.object()
                                                .put("order", "desc")
                                                .put("missing", "_last")));
        ObjectNode bool = body.putObject("query").putObject("bool");
        ArrayNode filter = bool.putArray("filter");
        filter.addObject().putObject("term").put(IndexDocument.RETIRED, false);
        anyOf(filter, IndexDocument.CHANNEL, query.channels());
        anyOf(filter, IndexDocument.LOCATION, query.locations());
        seen(filter, query);
        ArrayNode should = bool.putArray("should");
        if (!plan.words().isEmpty()) {
            ArrayNode every = should.addObject().putObject("bool").putArray("must");
            plan.words().forEach(clauses -> every.add(best(clauses)));
        }
        if (!plan.whole().isEmpty()) {
            should.add(best(plan.whole()));
        }
        bool.put("minimum_should_match", 1);
        return body;
    }

    private static ObjectNode best(List<Clause> clauses) {
        ObjectNode best = Json.object();
        ArrayNode queries = best.putObject("dis_max").putArray("queries");
        clauses.forEach(c -> queries.add(constant(c)));
        return best;
    }

    private static ObjectNode constant(Clause clause) {
        String field = clause.key().field();
        ObjectNode filter =
                switch (clause) {
                    case Clause.Equals(Key _, String value, float _) -> leaf("term", field, value);
                    case Clause.StartsWith(Key _, String value, float _) ->
                            leaf("prefix", field, value);
                    case Clause.Similar(Key _, String value, int slips, float _) ->
                            similar(field, value, slips);
                    case Clause.Contains(Key _, String grams, float _) ->
                            leaf("match_phrase", field, grams);
                };
        ObjectNode constant = Json.object();
        constant.putObject("constant_score").put("boost", clause.weight()).set("filter", filter);
        return constant;
    }

    /** Letters wrong, missing, too many, or two in the wrong order. */
    private static ObjectNode similar(String field, String value, int slips) {
        ObjectNode leaf = Json.object();
        leaf.putObject("fuzzy")
                .putObject(field)
                .put("value", value)
                .put("fuzziness", slips)
                .put("max_expansions", 100);
        return leaf;
    }

    private static ObjectNode leaf(String kind, String field, String value) {
        ObjectNode leaf = Json.object();
        leaf.putObject(kind).put(field, value);
        return leaf;
    }

    /** As finely as the index knows it: who was seen a little too early is found too. */
    private static void seen(ArrayNode filter, Query query) {
        if (query.seenFrom() == null && query.seenBefore() == null) {
            return;
        }
        ObjectNode range = filter.addObject().putObject("range").putObject(IndexDocument.LAST_SEEN);
        if (query.seenFrom() != null) {
            range.put("gte", query.seenFrom().truncatedTo(IndexDocument.SEEN_TO).toString());
        }
        if (query.seenBefore() != null) {
            range.put("lt", query.seenBefore().toString());
        }
    }

    private static void anyOf(ArrayNode filter, String field, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode wanted = filter.addObject().putObject("terms").putArray(field);
            values.forEach(wanted::add);
        }
    }
}
