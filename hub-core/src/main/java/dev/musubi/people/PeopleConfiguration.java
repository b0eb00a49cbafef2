package dev.musubi.people;

import dev.musubi.consent.Suppressions;
import dev.musubi.event.EventFeed;
import dev.musubi.household.Households;
import dev.musubi.identity.Identities;
import dev.musubi.identity.IdentityRules;
import dev.musubi.identity.Nodes;
import dev.musubi.identity.Rules;
import dev.musubi.order.Orders;
import dev.musubi.platform.DocumentStore;
import dev.musubi.profile.Profiles;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PeopleConfiguration {

    @Bean(initMethod = "start", destroyMethod = "close")
    PeopleConsumer peopleConsumer(
            @Value("${musubi.people.workers:2}") int workers,
            @Value("${musubi.people.pace:50ms}") Duration pace,
            @Value("${musubi.people.receipt-window:P90D}") Duration receiptWindow,
            DocumentStore store,
            EventFeed feed,
            Identities identities,
            Nodes nodes,
            Profiles profiles,
            Orders orders,
            Suppressions suppressions,
            Households households,
            Rules rules,
            MeterRegistry registry,
            Clock clock) {
        return new PeopleConsumer(
                workers,
                pace,
                store,
                feed,
                identities,
                nodes,
                profiles,
                orders,
                suppressions,
                households,
                rules,
                receiptWindow,
                registry,
                clock);
    }

    @Bean
    Corrections corrections(
            DocumentStore store,
            Identities identities,
            Profiles profiles,
            Rules rules,
            Clock clock) {
        return new Corrections(
                store, identities, profiles, new Census(identities, profiles, rules), clock);
    }

    @Bean
    Reviews reviews(Identities identities, Corrections corrections, Clock clock) {
        return new Reviews(identities, corrections, clock);
    }

    @Bean
    Reconsideration reconsideration(
            DocumentStore store,
            EventFeed feed,
            Identities identities,
            Nodes nodes,
            Profiles profiles,
            Rules rules) {
        return new Reconsideration(
                store, feed, identities, profiles, new Understanding(nodes), rules);
    }

    @Bean
    Reresolution reresolution(
            Identities identities,
            Profiles profiles,
            Reconsideration reconsideration,
            Clock clock) {
        return new Reresolution(identities, profiles, reconsideration, clock);
    }

    @Bean(destroyMethod = "close")
    RuleChanges ruleChanges(
            @Value("${musubi.people.workers:2}") int workers,
            IdentityRules rules,
            Identities identities,
            DocumentStore store,
            Reresolution reresolution,
            Clock clock) {
        RuleChanges changes =
                new RuleChanges(
                        rules,
                        identities,
                        new ReresolutionStore(store, RuleChanges.TERM),
                        reresolution,
                        clock);
        // A hub that applies no events decides about nobody.
        if (workers > 0) {
            changes.start();
        }
        return changes;
    }

    @Bean
    Lifts lifts(
            Identities identities,
            Profiles profiles,
            Reconsideration reconsideration,
            Clock clock) {
        return new Lifts(identities, profiles, reconsideration, clock);
    }

    @Bean
    Consistency consistency(
            DocumentStore store,
            EventFeed feed,
            Identities identities,
            Profiles profiles,
            Rebuild rebuild,
            Clock clock) {
        return new Consistency(
                store,
                identities,
                profiles,
                rebuild,
                new Orphans(feed, identities, profiles, rebuild, clock));
    }

    @Bean
    Rebuild rebuild(
            DocumentStore store,
            EventFeed feed,
            Identities identities,
            Nodes nodes,
            Profiles profiles,
            Orders orders,
            Rules rules) {
        return new Rebuild(store, feed, identities, nodes, profiles, orders, rules);
    }
}
