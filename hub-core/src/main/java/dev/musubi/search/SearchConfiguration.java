package dev.musubi.search;

import dev.musubi.catalog.Catalog;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Node;
import dev.musubi.order.Orders;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.History;
import dev.musubi.platform.IndexAddress;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.Profiles;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SearchProperties.class)
class SearchConfiguration {

    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final int ORDERS = 200;

    @Bean(destroyMethod = "close")
    SearchIndex profileIndex(SearchProperties properties, ObjectProvider<IndexAddress> started) {
        return SearchIndex.connect(at(properties, started), Layout.PROFILES);
    }

    static SearchProperties at(SearchProperties properties, ObjectProvider<IndexAddress> started) {
        return properties.uris().isEmpty() ? properties.at(started.getObject().uris()) : properties;
    }

    /** Products are searched beside people, by an index and an indexer of their own. */
    @Bean(initMethod = "start", destroyMethod = "close")
    ProductSearch productSearch(
            SearchProperties properties,
            ObjectProvider<IndexAddress> started,
            Catalog catalog,
            DocumentStore store,
            MeterRegistry registry,
            Clock clock) {
        SearchIndex index = SearchIndex.connect(at(properties, started), Layout.PRODUCTS);
        ProjectionStore projection = new ProjectionStore(store, Layout.PRODUCTS.alias(), LEASE);
        projection.prepare();
        return new ProductSearch(
                index,
                catalog,
                new Indexer(
                        products(catalog),
                        index,
                        projection,
                        new ChangeStore(store, "products"),
                        registry,
                        clock));
    }

    private static IndexSource products(Catalog catalog) {
        return new IndexSource(
                skus ->
                        History.asked(
                                () ->
                                        catalog.products(skus).values().stream()
                                                .map(ProductDocument::entry)
                                                .toList()),
                (sku, limit) ->
                        History.asked(() -> catalog.skusAfter(sku == null ? "" : sku, limit)),
                sku -> History.asked(() -> catalog.countSkus(sku)));
    }

    @Bean
    Search search(SearchIndex index, @Value("${musubi.identity.region:JP}") String region) {
        return new Search(index, new NumberKeys(region));
    }

    @Bean
    ExactSearch exactSearch(Profiles profiles, Identities identities, Orders orders) {
        return new ExactSearch(profiles, identities, orders);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Indexer indexer(
            Profiles profiles,
            Orders orders,
            SearchIndex index,
            DocumentStore store,
            @Value("${musubi.identity.region:JP}") String region,
            MeterRegistry registry,
            Clock clock) {
        ProjectionStore projection = new ProjectionStore(store, Layout.PROFILES.alias(), LEASE);
        projection.prepare();
        return new Indexer(
                source(profiles, orders, new NumberKeys(region), clock),
                index,
                projection,
                new ChangeStore(store, "profiles"),
                registry,
                clock);
    }

    /** The hub's own profiles, with the numbers of their orders. */
    static IndexSource source(Profiles profiles, Orders orders, NumberKeys numbers, Clock clock) {
        return IndexSource.profiles(
                ids -> History.asked(() -> documents(profiles, orders, ids)),
                (id, limit) -> History.asked(() -> profiles.allIdsAfter(id, limit)),
                id -> History.asked(() -> id == null ? profiles.count() : profiles.countUpTo(id)),
                numbers,
                clock);
    }

    private static List<SearchDocument> documents(
            Profiles profiles, Orders orders, Collection<String> ids) {
        List<ProfileState> states = profiles.states(ids);
        List<Node> nodes =
                states.stream()
                        .flatMap(s -> s.nodes().keySet().stream())
                        .filter(n -> !n.attaches())
                        .toList();
        Map<String, List<String>> numbers =
                nodes.isEmpty() ? Map.of() : orders.numbers(nodes, ORDERS);
        return states.stream()
                .map(
                        state ->
                                Documents.of(
                                        state,
                                        state.nodes().keySet().stream()
                                                .flatMap(
                                                        n ->
                                                                numbers
                                                                        .getOrDefault(
                                                                                n.key(), List.of())
                                                                        .stream())
                                                .distinct()
                                                .toList()))
                .toList();
    }
}
