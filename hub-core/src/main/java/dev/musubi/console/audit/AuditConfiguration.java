package dev.musubi.console.audit;

import dev.musubi.platform.DocumentStore;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class AuditConfiguration {

    @Bean
    Looks looks(
            DocumentStore store,
            Clock clock,
            @Value("${musubi.console.usual-people-an-hour:60}") int many) {
        return new Looks(new LookStore(store), clock, many);
    }
}
