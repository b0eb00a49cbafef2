package dev.musubi.event;

import dev.musubi.event.intake.EventReader;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Nodes;
import dev.musubi.platform.DocumentStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EventConfiguration {

    @Bean
    EventStore eventStore(DocumentStore store) {
        EventStore events = new EventStore(store);
        events.prepare();
        return events;
    }

    @Bean
    EventReader eventReader() {
        return new EventReader();
    }

    @Bean
    Progress progress() {
        return new Progress();
    }

    @Bean
    EventFeed eventFeed(DocumentStore store, EventStore events, Progress progress) {
        return new EventFeed(events, new WeakEventStore(store), progress);
    }

    @Bean
    StockFeed stockFeed(EventStore events, Progress progress) {
        return new StockFeed(events, progress);
    }

    @Bean(destroyMethod = "close")
    EventLog eventLog(
            DocumentStore store,
            EventStore events,
            EventReader reader,
            Nodes nodes,
            Identities identities,
            Progress progress,
            MeterRegistry registry,
            Clock clock) {
        ConflictStore conflicts = new ConflictStore(store);
        conflicts.prepare();
        return new EventLog(
                events,
                new RawStore(store),
                conflicts,
                reader,
                nodes,
                identities,
                progress,
                new EventMetrics(registry),
                clock);
    }
}
