package dev.musubi.search;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.ElasticsearchTransport;
import co.elastic.clients.transport.rest5_client.Rest5ClientOptions;
import co.elastic.clients.transport.rest5_client.Rest5ClientTransport;
import co.elastic.clients.transport.rest5_client.low_level.Request;
import co.elastic.clients.transport.rest5_client.low_level.RequestOptions;
import co.elastic.clients.transport.rest5_client.low_level.Response;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import co.elastic.clients.transport.rest5_client.low_level.Rest5ClientBuilder;
import co.elastic.clients.util.BinaryData;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Certificates;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * An index behind its alias, such as that of people: what is written into it and what is asked of
 * it. Thread safe.
 */
final class SearchIndex implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final int PURGED_AT_ONCE = 1_000;
    private static final int LARGEST_BULK = 2 << 20;

    /**
     * A document ready to be written.
     *
     * @param content a digest of all that it says; empty where that is not compared
     */
    record Entry(String id, long version, String content, String json) {}

    /** Why a document was not written; the type of error only, as the reason quotes its values. */
    record Failure(String id, int status, String type) {
        boolean passing() {
            return status == 429 || status >= 500;
        }

        boolean indexMissing() {
            return status == 404;
        }
    }

    /** A request that Elasticsearch will never take; its reason would quote values. */
    static final class NotAccepted extends RuntimeException {
        NotAccepted(int status, @Nullable String type) {
            super("Elasticsearch refuses: " + status + " " + type);
        }
    }

    /** A document found, with what it shows. */
    record Found(String id, double score, Map<String, List<String>> shown) {}

    private final ElasticsearchTransport transport;
    private final Rest5Client store;
    private final RequestOptions searching;
    private final ElasticsearchClient writing;
    private final String alias;
    private final Layout layout;
    private final GenerationsIndex generations;
    private final StandingIndex standing;

    private SearchIndex(SearchProperties properties, Layout layout) {
        this.store = client(properties);
        this.transport = new Rest5ClientTransport(store, new JacksonJsonpMapper());
        this.searching = within(properties.searchTimeout());
        this.writing =
                new ElasticsearchClient(transport)
                        .withTransportOptions(
                                new Rest5ClientOptions(within(properties.writeTimeout()), false));
        this.alias = properties.prefix() + layout.alias();
        this.layout = layout;
        this.generations =
                new GenerationsIndex(writing, alias, layout, properties.refreshInterval());
        this.standing = new StandingIndex(store, searching, alias);
    }

    /** Nothing is sent yet. */
    static SearchIndex connect(SearchProperties properties, Layout layout) {
        return new SearchIndex(properties, layout);
    }

    /** What its documents are: the index's name without the operator's prefix. */
    String name() {
        return layout.alias();
    }

    private static Rest5Client client(SearchProperties properties) {
        Rest5ClientBuilder builder =
                Rest5Client.builder(
                        properties.uris().stream()
                                .map(URI::create)
                                .map(u -> new HttpHost(u.getScheme(), u.getHost(), port(u)))
                                .toArray(HttpHost[]::new));
        if (properties.user() != null) {
            String pair = properties.user() + ":" + properties.password();
            String basic =
                    Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            builder.setDefaultHeaders(
                    new Header[] {new BasicHeader("Authorization", "Basic " + basic)});
        }
        if (properties.caFile() != null) {
            builder.setSSLContext(Certificates.trusting(properties.caFile()));
        }
        Timeout connect = Timeout.of(properties.connectTimeout());
        builder.setConnectionConfigCallback(c -> c.setConnectTimeout(connect));
        return builder.build();
    }

    private static int port(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 9200;
    }

    private static RequestOptions within(Duration timeout) {
        RequestConfig config =
                RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(timeout))
                        .setConnectionRequestTimeout(Timeout.of(timeout))
                        .build();
        return RequestOptions.DEFAULT.toBuilder().setRequestConfig(config).build();
    }

    /**
     * Makes the index and its alias where they are missing, and begins another where the layout of
     * the one that is searched is not today's.
     *
     * @return which index is to be filled: another one than before is empty
     * @throws StoreAway where Elasticsearch does not answer
     */
    String prepare() {
        return generations.prepare();
    }

    /**
     * Begins an index beside the one that is searched; from now on both are written to. Nothing
     * happens where one has been begun.
     */
    void begin() {
        generations.begin();
    }

    /** Whether one is being filled beside the one that is searched, by whatever hub. */
    boolean filled() {
        return generations.filled();
    }

    /** Searches the index that has been filled, and lets go of the one before; else nothing. */
    void serve() {
        generations.serve();
    }

    /** The names of all its indexes, the one that is being filled too. */
    Set<String> names() {
        return generations.names();
    }

    /**
     * Writes documents where the index has no newer version of them.
     *
     * @param visibly whether they can be found when this returns, rather than some time later
     * @return those that were not written, and why; that a newer version is there is no failure
     * @throws StoreAway where Elasticsearch does not answer: some may have been written
     */
    List<Failure> write(List<Entry> entries, boolean visibly) {
        List<Failure> failures = new ArrayList<>();
        int from = 0;
        while (from < entries.size()) {
            int to = from + 1;
            long bytes = entries.get(from).json().length();
            while (to < entries.size() && bytes + entries.get(to).json().length() <= LARGEST_BULK) {
                bytes += entries.get(to++).json().length();
            }
            List<Entry> part = entries.subList(from, to);
            String filling = generations.filling();
            if (filling == null) {
                failures.addAll(bulk(alias, part, visibly));
            } else {
                // What is searched meanwhile may have another layout: as well as it can be.
                bulk(alias, part, visibly);
                failures.addAll(bulk(filling, part, false));
            }
            from = to;
        }
        return failures;
    }

    /**
     * Takes out what has stood for a retired document since before then: no older version of it is
     * on its way any more that it would have to keep out.
     */
    void purge(Instant before) {
        if (!layout.retires()) {
            return;
        }
        // One by one: deleting by a query is a module of its own, which not every node has.
        List<String> old;
        do {
            old = retiredBefore(before);
            remove(old);
        } while (old.size() == PURGED_AT_ONCE);
    }

    /** Takes documents out of the index that is searched, whatever their version. */
    void remove(List<String> ids) {
        for (int from = 0; from < ids.size(); from += PURGED_AT_ONCE) {
            BulkRequest.Builder bulk = new BulkRequest.Builder().index(alias).requireAlias(true);
            ids.subList(from, Math.min(ids.size(), from + PURGED_AT_ONCE))
                    .forEach(id -> bulk.operations(o -> o.delete(d -> d.id(id))));
            asked(() -> writing.bulk(bulk.refresh(Refresh.True).build()));
        }
    }

    /** Writes documents over what the index that is searched has, if that is not newer. */
    List<Failure> replace(List<Entry> entries) {
        return entries.isEmpty() ? List.of() : bulk(alias, entries, VersionType.ExternalGte, true);
    }

    private List<String> retiredBefore(Instant before) {
        ObjectNode body = Json.object().put("size", PURGED_AT_ONCE);
        body.putObject("query")
                .putObject("range")
                .putObject(IndexDocument.RETIRED_AT)
                .put("lt", before.toString());
        return search(body).stream().map(Found::id).toList();
    }

    private List<Failure> bulk(String to, List<Entry> entries, boolean visibly) {
        return bulk(to, entries, VersionType.External, visibly);
    }

    private List<Failure> bulk(
            String to, List<Entry> entries, VersionType versions, boolean visibly) {
        BulkRequest.Builder bulk =
                new BulkRequest.Builder()
                        .index(to)
                        .requireAlias(true)
                        .refresh(visibly ? Refresh.True : Refresh.False);
        for (Entry entry : entries) {
            bulk.operations(
                    o ->
                            o.index(
                                    i ->
                                            i.id(entry.id())
                                                    .version(entry.version())
                                                    .versionType(versions)
                                                    .document(
                                                            BinaryData.of(
                                                                    utf8(entry.json()),
                                                                    co.elastic.clients.util
                                                                            .ContentType
                                                                            .APPLICATION_JSON))));
        }
        BulkResponse response = asked(() -> writing.bulk(bulk.build()));
        return response.items().stream()
                .filter(i -> i.error() != null && i.status() != 409)
                .map(SearchIndex::failure)
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Failure failure(BulkResponseItem item) {
        String type = item.error() == null ? null : item.error().type();
        return new Failure(
                Objects.requireNonNullElse(item.id(), ""),
                item.status(),
                Objects.requireNonNullElse(type, "unknown"));
    }

    /** How documents stand in the index that is searched. */
    StandingIndex standing() {
        return standing;
    }

    /**
     * The documents that answer, the best first.
     *
     * @throws StoreAway where Elasticsearch does not answer or has no index yet
     */
    List<Found> search(ObjectNode body) {
        // Written and read without the typed client, which makes an object of each clause and hit.
        Request request = new Request("POST", "/" + alias + "/_search");
        request.setOptions(searching);
        request.addParameter("filter_path", "hits.hits._id,hits.hits._score,hits.hits._source");
        request.setEntity(
                new ByteArrayEntity(utf8(Json.write(body)), ContentType.APPLICATION_JSON));
        try {
            List<Found> found = new ArrayList<>();
            read(store.performRequest(request))
                    .at("/hits/hits")
                    .forEach(hit -> found.add(found(hit)));
            return found;
        } catch (ResponseException e) {
            throw refused(e);
        } catch (IOException e) {
            throw away(e);
        }
    }

    private static JsonNode read(Response response) throws IOException {
        try (InputStream body = response.getEntity().getContent()) {
            return Json.mapper().readTree(body);
        }
    }

    private static Found found(JsonNode hit) {
        return new Found(
                hit.path("_id").asText(),
                hit.path("_score").asDouble(),
                IndexDocument.shown(hit.path("_source")));
    }

    static RuntimeException refused(ResponseException answer) {
        int status = answer.getResponse().getStatusCode();
        return accepted(status)
                ? new StoreAway("Elasticsearch answers " + status, SOON, answer)
                : new NotAccepted(status, null);
    }

    /** Whether the same request may be taken later. */
    private static boolean accepted(int status) {
        return status != 400 && status != 413;
    }

    static StoreAway away(IOException e) {
        return new StoreAway("Elasticsearch does not answer", SOON, e);
    }

    interface Asking<T> {
        T send() throws IOException;
    }

    static <T> T asked(Asking<T> request) {
        try {
            return request.send();
        } catch (ElasticsearchException e) {
            int status = e.status();
            if (!accepted(status)) {
                throw new NotAccepted(status, e.error().type());
            }
            throw new StoreAway("Elasticsearch answers " + status, SOON, e);
        } catch (IOException e) {
            throw away(e);
        }
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the connection to Elasticsearch cannot be closed", e);
        }
    }
}
