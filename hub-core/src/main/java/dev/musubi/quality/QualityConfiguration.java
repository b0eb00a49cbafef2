package dev.musubi.quality;

import dev.musubi.catalog.Catalog;
import dev.musubi.deadletter.DeadLetters;
import dev.musubi.event.EventLog;
import dev.musubi.platform.DocumentStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class QualityConfiguration {

    @Bean
    QualityStore qualityStore(DocumentStore documents) {
        QualityStore store = new QualityStore(documents, SourceCounter.TERM);
        store.prepare();
        return store;
    }

    @Bean
    SourceQuality sourceQuality(
            QualityStore store, EventLog log, Catalog catalog, DeadLetters letters, Clock clock) {
        return new SourceQuality(store, log, catalog, letters, clock);
    }

    @Bean
    QualityMetrics qualityMetrics(MeterRegistry registry, SourceQuality quality) {
        return new QualityMetrics(registry, () -> quality.report(QualityMetrics.DAYS));
    }

    /** A hub may leave this work to others; it has no metrics of sources then. */
    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnProperty(name = "musubi.quality.worker", matchIfMissing = true)
    SourceCounter sourceCounter(
            DocumentStore documents, QualityStore store, QualityMetrics metrics, Clock clock) {
        return new SourceCounter(documents, store, new TakenStore(documents), metrics, clock);
    }
}
