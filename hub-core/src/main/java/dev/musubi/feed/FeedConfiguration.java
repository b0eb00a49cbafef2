package dev.musubi.feed;

import dev.musubi.platform.DocumentStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FeedConfiguration {

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    @Bean
    CommittedStore committedStore(DocumentStore documents) {
        return new CommittedStore(documents);
    }

    @Bean
    EntryStore entryStore(
            DocumentStore documents,
            CommittedStore committed,
            @Value("${musubi.feed.keep:30d}") Duration keep,
            Clock clock) {
        if (keep.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("musubi.feed.keep: expected a minute or more");
        }
        EntryStore store = new EntryStore(documents, FeedWriter.TERM);
        store.prepare(keep, committed::now, clock.instant());
        return store;
    }

    @Bean
    Changes changes(EntryStore store) {
        return new Changes(store);
    }

    /** A hub may leave this work to others; it answers from what they write. */
    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnProperty(name = "musubi.feed.worker", matchIfMissing = true)
    FeedWriter feedWriter(
            DocumentStore documents,
            EntryStore store,
            CommittedStore committed,
            MeterRegistry registry,
            Clock clock) {
        return new FeedWriter(documents, store, committed, registry, clock);
    }
}
