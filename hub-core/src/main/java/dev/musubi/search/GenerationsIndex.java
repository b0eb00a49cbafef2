package dev.musubi.search;

import static dev.musubi.search.SearchIndex.asked;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.mapping.DynamicMapping;
import co.elastic.clients.elasticsearch.indices.IndexState;
import co.elastic.clients.json.JsonData;
import dev.musubi.platform.HubException.StoreAway;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The indexes {@code profiles-1}, {@code -2} … that follow each other: one is searched, by its
 * alias, and while another is being filled beside it that one has an alias too
 * (docs/decisions/0041). Thread safe.
 */
final class GenerationsIndex {

    /** Longer than any search takes. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** Since when an index has been seen without an alias. */
    private final Map<String, Long> unused = new ConcurrentHashMap<>();

    private final ElasticsearchClient writing;
    private final String alias;
    private final String filling;
    private final Layout layout;
    private final String refreshInterval;

    /** Whether an index is being filled beside the one that is searched. */
    private volatile boolean twofold;

    GenerationsIndex(
            ElasticsearchClient writing, String alias, Layout layout, Duration refreshInterval) {
        this.layout = layout;
        this.writing = writing;
        this.alias = alias;
        this.filling = alias + "-filling";
        this.refreshInterval = refreshInterval.toMillis() + "ms";
    }

    /** The alias of the index that is being filled; absent where none is. */
    @Nullable String filling() {
        return twofold ? filling : null;
    }

    /**
     * Makes the index and its alias where they are missing, and begins another where the layout of
     * the one that is searched is not today's.
     *
     * @return which index is to be filled: another one than before is empty
     * @throws StoreAway where Elasticsearch does not answer
     */
    String prepare() {
        return asked(
                () -> {
                    boolean fills = has(filling);
                    if (!has(alias)) {
                        if (fills) {
                            swap();
                            fills = false;
                        } else {
                            create(alias);
                        }
                    } else if (!fills && !layoutOf(alias).equals(layout.number())) {
                        begin();
                        fills = true;
                    }
                    twofold = fills;
                    tidy();
                    return uuid(fills ? filling : alias);
                });
    }

    /** Whether one is being filled that is not searched yet, by whatever hub. */
    boolean filled() {
        return asked(() -> has(filling));
    }

    private boolean has(String name) throws IOException {
        return writing.indices().existsAlias(a -> a.name(name)).value();
    }

    private String uuid(String name) throws IOException {
        IndexState state =
                writing.indices()
                        .getSettings(s -> s.index(name))
                        .settings()
                        .values()
                        .iterator()
                        .next();
        keepRefreshInterval(name, state);
        return Objects.requireNonNull(
                Objects.requireNonNull(Objects.requireNonNull(state.settings()).index()).uuid());
    }

    private String layoutOf(String name) throws IOException {
        var mapping =
                writing.indices()
                        .getMapping(m -> m.index(name))
                        .mappings()
                        .values()
                        .iterator()
                        .next()
                        .mappings();
        JsonData layout = mapping.meta().get("layout");
        return layout == null ? "" : layout.toString();
    }

    /**
     * Begins an index beside the one that is searched; from now on both are written to. Nothing
     * happens where one has been begun.
     */
    void begin() {
        asked(
                () -> {
                    if (!has(filling)) {
                        // Documents of today may have fields that the old layout does not know.
                        writing.indices()
                                .putMapping(m -> m.index(alias).dynamic(DynamicMapping.False));
                        create(filling);
                    }
                    twofold = true;
                    return true;
                });
    }

    /**
     * Searches the index that has been filled; the one before is deleted a while later. Else
     * nothing.
     */
    void serve() {
        if (!twofold) {
            return;
        }
        asked(
                () -> {
                    swap();
                    twofold = false;
                    return true;
                });
    }

    private void swap() throws IOException {
        Set<String> before = has(alias) ? behind(alias) : Set.of();
        writing.indices().refresh(r -> r.index(filling));
        for (String next : behind(filling)) {
            writing.indices()
                    .updateAliases(
                            u -> {
                                u.actions(a -> a.add(s -> s.index(next).alias(alias)));
                                u.actions(a -> a.remove(r -> r.index(next).alias(filling)));
                                before.forEach(
                                        b ->
                                                u.actions(
                                                        a ->
                                                                a.remove(
                                                                        r ->
                                                                                r.index(b)
                                                                                        .alias(
                                                                                                alias))));
                                return u;
                            });
        }
    }

    /**
     * Deletes what has had no alias for a while. Not at the swap: a search that is under way there
     * would fail.
     */
    private void tidy() throws IOException {
        Set<String> left = new HashSet<>();
        writing.indices()
                .getAlias(a -> a.index(alias + "-*").allowNoIndices(true))
                .aliases()
                .forEach(
                        (index, aliases) -> {
                            if (aliases.aliases().isEmpty()) {
                                left.add(index);
                            }
                        });
        unused.keySet().retainAll(left);
        for (String index : left) {
            long since = unused.computeIfAbsent(index, _ -> System.nanoTime());
            if (System.nanoTime() - since > GRACE.toNanos()) {
                writing.indices().delete(d -> d.index(index).ignoreUnavailable(true));
            }
        }
    }

    private Set<String> behind(String name) throws IOException {
        return writing.indices().getAlias(a -> a.name(name)).aliases().keySet();
    }

    private void create(String name) throws IOException {
        try (InputStream mapping =
                Objects.requireNonNull(SearchIndex.class.getResourceAsStream(layout.resource()))) {
            String index = alias + "-" + (newest() + 1);
            writing.indices().create(c -> c.index(index).withJson(mapping).aliases(name, a -> a));
        } catch (ElasticsearchException e) {
            // Another hub was faster.
            if (!"resource_already_exists_exception".equals(e.error().type())) {
                throw e;
            }
        }
    }

    /** The names of all of them, the one that is being filled too. */
    Set<String> names() {
        return asked(
                () ->
                        Set.copyOf(
                                writing.indices()
                                        .getSettings(
                                                s -> s.index(alias + "-*").allowNoIndices(true))
                                        .settings()
                                        .keySet()));
    }

    /** The number of the newest index; 0 where there is none. */
    private int newest() {
        return names().stream()
                .map(index -> index.substring(alias.length() + 1))
                .filter(number -> number.matches("[0-9]{1,9}"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    private void keepRefreshInterval(String name, IndexState state) throws IOException {
        var settings = Objects.requireNonNull(state.settings()).index();
        String now =
                settings == null || settings.refreshInterval() == null
                        ? ""
                        : Objects.requireNonNullElse(settings.refreshInterval().time(), "");
        if (!now.equals(refreshInterval)) {
            writing.indices()
                    .putSettings(
                            p ->
                                    p.index(name)
                                            .settings(
                                                    s ->
                                                            s.refreshInterval(
                                                                    t -> t.time(refreshInterval))));
        }
    }
}
