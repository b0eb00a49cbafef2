package dev.musubi.search;

import co.elastic.clients.transport.rest5_client.low_level.Request;
import co.elastic.clients.transport.rest5_client.low_level.RequestOptions;
import co.elastic.clients.transport.rest5_client.low_level.Response;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/** How documents stand in the index that is searched: what a check asks of it. Thread safe. */
final class StandingIndex {

    private static final int PAGE = 500;
    private static final String KEEP = "1m";

    private final Rest5Client store;
    private final RequestOptions options;
    private final String alias;

    StandingIndex(Rest5Client store, RequestOptions options, String alias) {
        this.store = store;
        this.options = options;
        this.alias = alias;
    }

    /**
     * How a document stands. Its version is left out: what nobody is found by changes it too, and
     * is not written.
     *
     * @param content the digest of all that it says, as its writer made it
     * @param retired whether it stands for a profile that is none any more
     * @param shown what a hit shows, as a text that is the same for the same
     */
    record Standing(boolean retired, String content, String shown) {

        /** As it should stand. */
        static Standing of(SearchIndex.Entry entry) {
            JsonNode document = Json.read(entry.json());
            return new Standing(
                    document.path(IndexDocument.RETIRED).asBoolean(),
                    entry.content(),
                    text(document));
        }

        private static String text(JsonNode source) {
            Map<String, List<String>> shown = new TreeMap<>(IndexDocument.shown(source));
            shown.values().removeIf(List::isEmpty);
            return shown.toString();
        }
    }

    /**
     * How these documents stand; those that are not there are left out.
     *
     * @throws dev.musubi.platform.HubException.StoreAway where Elasticsearch does not answer or has
     *     no index yet
     */
    Map<String, Standing> of(Collection<String> ids) {
        ObjectNode body = Json.object().put("size", ids.size());
        body.putArray("docvalue_fields").add(IndexDocument.RETIRED).add(IndexDocument.CONTENT);
        ArrayNode asked = body.putObject("query").putObject("ids").putArray("values");
        ids.forEach(asked::add);
        Map<String, Standing> standing = new HashMap<>();
        ask(
                        request("POST", "/" + alias + "/_search"),
                        "hits.hits._id,hits.hits.fields,hits.hits._source",
                        body)
                .at("/hits/hits")
                .forEach(
                        d ->
                                standing.put(
                                        d.path("_id").asText(),
                                        new Standing(
                                                d.path("fields")
                                                        .path(IndexDocument.RETIRED)
                                                        .path(0)
                                                        .asBoolean(),
                                                d.path("fields")
                                                        .path(IndexDocument.CONTENT)
                                                        .path(0)
                                                        .asText(),
                                                Standing.text(d.path("_source")))));
        return standing;
    }

    /**
     * Walks the ids of all documents that can be found, as they are when it begins.
     *
     * @param visit gets them by pages
     */
    void living(Consumer<List<String>> visit) {
        Request begin = request("POST", "/" + alias + "/_pit");
        begin.addParameter("keep_alive", KEEP);
        String begun = ask(begin, "id", null).path("id").asText();
        try {
            @Nullable JsonNode after = null;
            do {
                ObjectNode body = Json.object().put("size", PAGE).put("_source", false);
                body.putObject("pit").put("id", begun).put("keep_alive", KEEP);
                body.put("track_total_hits", false).putArray("sort").add("_shard_doc");
                body.putObject("query").putObject("term").put(IndexDocument.RETIRED, false);
                if (after != null) {
                    body.set("search_after", after);
                }
                JsonNode hits =
                        ask(request("POST", "/_search"), "hits.hits._id,hits.hits.sort", body)
                                .at("/hits/hits");
                List<String> ids = new ArrayList<>();
                hits.forEach(hit -> ids.add(hit.path("_id").asText()));
                if (!ids.isEmpty()) {
                    visit.accept(ids);
                }
                after = hits.isEmpty() ? null : hits.get(hits.size() - 1).path("sort");
            } while (after != null);
        } finally {
            ask(request("DELETE", "/_pit"), "succeeded", Json.object().put("id", begun));
        }
    }

    private Request request(String method, String path) {
        Request request = new Request(method, path);
        request.setOptions(options);
        return request;
    }

    private JsonNode ask(Request request, String wanted, @Nullable ObjectNode body) {
        request.addParameter("filter_path", wanted);
        if (body != null) {
            request.setEntity(
                    new ByteArrayEntity(
                            Json.write(body).getBytes(StandardCharsets.UTF_8),
                            ContentType.APPLICATION_JSON));
        }
        try {
            return read(store.performRequest(request));
        } catch (ResponseException e) {
            throw SearchIndex.refused(e);
        } catch (IOException e) {
            throw SearchIndex.away(e);
        }
    }

    private static JsonNode read(Response response) throws IOException {
        try (InputStream body = response.getEntity().getContent()) {
            return Json.mapper().readTree(body);
        }
    }
}
