package dev.musubi.server;

import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.IndexAddress;
import dev.musubi.stores.Stores;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The clock and the stores, which everything else is built on and which end last. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ServerProperties.class)
class ServerConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean(destroyMethod = "close")
    Stores stores(ServerProperties properties) {
        return Stores.start(properties.storesOptions());
    }

    @Bean
    IndexAddress indexAddress(Stores stores) {
        return new IndexAddress(List.of(stores.elasticsearchUris().split(",")));
    }

    @Bean(destroyMethod = "close")
    DocumentStore documentStore(Stores stores, ServerProperties properties) {
        DocumentStore store =
                DocumentStore.connect(
                        stores.mongodbUri(),
                        "musubi",
                        properties.stores().mongodbTrust(),
                        properties.stores().mongodbAnswer());
        if (store.replicaSet().isEmpty()) {
            throw new IllegalStateException(
                    "MUSUBI_MONGODB_URI leads to a MongoDB that is no replica set; transactions and"
                            + " change streams need one, of one member at least");
        }
        return store;
    }
}
