package dev.musubi.recommendation;

import dev.musubi.catalog.Catalog;
import dev.musubi.inventory.Stock;
import dev.musubi.order.Amounts;
import dev.musubi.order.Orders;
import dev.musubi.platform.DocumentStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RecommendationProperties.class)
class RecommendationConfiguration {

    @Bean(initMethod = "start", destroyMethod = "close")
    Learner recommendationLearner(
            DocumentStore store, RecommendationProperties properties, MeterRegistry registry) {
        Learner learner = new Learner(new FeedStore(store), properties);
        Gauge.builder("musubi.recommendation.visits", () -> learner.model().visits())
                .description("Visits that this hub has learned from")
                .register(registry);
        Gauge.builder("musubi.recommendation.orders", () -> learner.model().orders())
                .description("Orders that this hub has learned from")
                .register(registry);
        return learner;
    }

    @Bean
    Recommendations recommendations(
            Learner learner,
            Orders orders,
            Catalog catalog,
            Stock stock,
            RecommendationProperties properties,
            Clock clock) {
        return new Recommendations(
                learner::model,
                orders,
                skus -> known(catalog, skus),
                stock::bands,
                properties,
                clock);
    }

    /** What is only mentioned has nothing to show. */
    private static Map<String, Catalogue.Product> known(Catalog catalog, Collection<String> skus) {
        Map<String, Catalogue.Product> known = new HashMap<>();
        catalog.products(skus)
                .forEach(
                        (sku, p) -> {
                            if (p.known()) {
                                known.put(
                                        sku,
                                        new Catalogue.Product(
                                                p.name(),
                                                p.price() == null ? null : Amounts.text(p.price()),
                                                p.currency(),
                                                p.image(),
                                                p.sold()));
                            }
                        });
        return known;
    }

    @Bean
    PlacementReader placementReader() {
        return new PlacementReader();
    }

    /** Reads a placement in a query as the contract writes it; Spring alone knows Java's names. */
    static final class PlacementReader
            implements Converter<String, dev.musubi.openapi.model.Placement> {
        @Override
        public dev.musubi.openapi.model.Placement convert(String text) {
            return dev.musubi.openapi.model.Placement.fromValue(text);
        }
    }
}
