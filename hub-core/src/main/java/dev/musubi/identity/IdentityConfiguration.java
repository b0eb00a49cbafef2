package dev.musubi.identity;

import dev.musubi.platform.DocumentStore;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    @Bean
    Nodes nodes(@Value("${musubi.identity.region:JP}") String region) {
        return new Nodes(region);
    }

    @Bean
    Rules identityRules() {
        return Rules.DEFAULT;
    }

    @Bean
    Identities identities(DocumentStore store) {
        LinkStore links = new LinkStore(store);
        links.prepare();
        EvidenceStore evidence = new EvidenceStore(store);
        evidence.prepare();
        ReviewStore reviews = new ReviewStore(store);
        reviews.prepare();
        return new Identities(
                new IdentifierStore(store), links, evidence, reviews, new TraceStore(store));
    }
}
