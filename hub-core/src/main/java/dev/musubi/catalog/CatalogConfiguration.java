package dev.musubi.catalog;

import dev.musubi.event.EventLog;
import dev.musubi.platform.DocumentStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

    @Bean
    Catalog catalog(DocumentStore store, Clock clock) {
        CatalogStore catalog = new CatalogStore(store);
        catalog.prepare();
        return new Catalog(catalog, clock);
    }

    @Bean
    CatalogWriter catalogWriter(EventLog log, Clock clock) {
        return new CatalogWriter(log, clock);
    }
}
