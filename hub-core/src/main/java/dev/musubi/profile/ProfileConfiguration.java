package dev.musubi.profile;

import dev.musubi.consent.Suppressions;
import dev.musubi.event.EventLog;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Nodes;
import dev.musubi.identity.Rules;
import dev.musubi.order.Orders;
import dev.musubi.platform.DocumentStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProfileConfiguration {

    @Bean
    Profiles profiles(DocumentStore store, Identities identities, Nodes nodes, Clock clock) {
        ProfileStore profiles = new ProfileStore(store);
        profiles.prepare();
        return new Profiles(profiles, new NoticeStore(store), identities, nodes, clock);
    }

    @Bean
    MayWrite mayWrite(Suppressions suppressions, Nodes nodes, Clock clock) {
        return new MayWrite(suppressions, nodes, clock);
    }

    @Bean
    Timeline timeline(EventLog log, Orders orders, Identities identities, Rules rules) {
        return new Timeline(log, orders, identities, rules);
    }
}
