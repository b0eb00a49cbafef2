package dev.musubi.consent;

import dev.musubi.platform.DocumentStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ConsentConfiguration {

    @Bean
    Suppressions suppressions(DocumentStore store) {
        return new Suppressions(new SuppressionStore(store));
    }
}
