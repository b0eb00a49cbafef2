package dev.musubi.recommendation;

import dev.musubi.order.Orders;
import dev.musubi.platform.DocumentStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
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

    /** Without a catalogue items are known by their SKU, without stock nobody knows. */
    @Bean
    Recommendations recommendations(
            Learner learner,
            Orders orders,
            ObjectProvider<Catalogue> catalogue,
            ObjectProvider<Shelf> shelf,
            RecommendationProperties properties,
            Clock clock) {
        return new Recommendations(
                learner::model,
                orders,
                catalogue.getIfAvailable(() -> _ -> Map.of()),
                shelf.getIfAvailable(() -> (_, _, _) -> Map.of()),
                properties,
                clock);
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
