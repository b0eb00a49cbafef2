package dev.musubi.identity;

import dev.musubi.platform.DocumentStore;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    @Bean
    RuleFile identityRuleFile(
            @Value("${musubi.identity.rules:}") String file,
            @Value("${musubi.identity.rules-rollback:false}") boolean rollback,
            @Value("${musubi.identity.activate:true}") boolean activate,
            @Value("${musubi.identity.region:JP}") String region,
            DocumentStore store,
            Clock clock) {
        RuleFile rules =
                file.isBlank()
                        ? RuleFile.shipped(region)
                        : RuleFile.read(Path.of(file.strip()), region);
        if (activate) {
            new RulesInForce(new IdentityRulesStore(store), clock).activate(rules, rollback);
        }
        return rules;
    }

    @Bean
    IdentityRules rulesAndTheirHistory(RuleFile rules, DocumentStore store) {
        return new IdentityRules(rules, new IdentityRulesStore(store));
    }

    @Bean
    Nodes nodes(@Value("${musubi.identity.region:JP}") String region, RuleFile rules) {
        return new Nodes(region, rules);
    }

    @Bean
    Rules identityRules(RuleFile rules) {
        return rules.rules();
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
