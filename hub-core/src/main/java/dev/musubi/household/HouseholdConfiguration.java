package dev.musubi.household;

import dev.musubi.identity.Identities;
import dev.musubi.platform.DocumentStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HouseholdConfiguration {

    @Bean
    Households households(DocumentStore store, Identities identities) {
        HouseholdStore households = new HouseholdStore(store);
        households.prepare();
        return new Households(households, identities);
    }
}
