package dev.musubi.inventory;

import dev.musubi.catalog.Catalog;
import dev.musubi.event.StockFeed;
import dev.musubi.order.OrderFeed;
import dev.musubi.platform.DocumentStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StockProperties.class)
class StockConfiguration {

    @Bean
    StockStore stockStore(DocumentStore store) {
        StockStore stock = new StockStore(store);
        stock.prepare();
        return stock;
    }

    @Bean
    Stock stock(StockStore store, StockProperties rules, Clock clock) {
        return new Stock(store, rules, clock);
    }

    @Bean
    StockCheck stockCheck(DocumentStore documents, StockStore store, Clock clock) {
        return new StockCheck(documents, store, clock);
    }

    /** A hub may leave this work to others. */
    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnProperty(name = "musubi.stock.worker", matchIfMissing = true)
    StockWorker stockWorker(
            DocumentStore store,
            StockFeed events,
            OrderFeed orders,
            Catalog catalog,
            StockStore stock,
            MeterRegistry registry,
            Clock clock) {
        return new StockWorker(
                store,
                events,
                orders,
                new StockTransaction(events, orders, catalog, stock, clock),
                new StockMetrics(registry, clock, events::oldestReceived, orders::oldestReceived),
                clock);
    }
}
