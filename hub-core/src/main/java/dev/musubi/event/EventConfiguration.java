package dev.musubi.event;

import dev.musubi.event.intake.EventReader;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Nodes;
import dev.musubi.platform.DocumentStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

@Configuration(proxyBeanMethods = false)
class EventConfiguration {

    /** What waits for its commit may take one part of so many of the memory. */
    private static final int BODIES = 16;

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
            @Value("${musubi.events.longest-wait:1s}") Duration longestWait,
            @Value("${musubi.events.most-lag:6h}") Duration mostLag,
            @Value("${musubi.events.least-disk:1GB}") DataSize leastDisk,
            @Value("${musubi.events.look-every:10s}") Duration lookEvery,
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
                new Backlog(
                        new BacklogStore(events, store),
                        new Backlog.Bounds(mostLag, leastDisk.toBytes(), lookEvery),
                        registry,
                        clock),
                new Admission(
                        longestWait,
                        EventLog.QUEUE,
                        Runtime.getRuntime().maxMemory() / BODIES,
                        registry,
                        System::nanoTime),
                clock);
    }
}
