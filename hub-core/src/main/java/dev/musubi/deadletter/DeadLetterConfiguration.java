package dev.musubi.deadletter;

import dev.musubi.event.EventLog;
import dev.musubi.platform.DocumentStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the dead letters together with the channels that take them back. */
@Configuration(proxyBeanMethods = false)
class DeadLetterConfiguration {

    /** Channels and further sources are looked up when asked for: they may need this bean. */
    @Bean
    DeadLetters deadLetters(
            DocumentStore documents,
            Clock clock,
            MeterRegistry meters,
            ObjectProvider<Redelivery> channels,
            ObjectProvider<DeadLetterSource> others) {
        return DeadLetters.over(
                documents,
                clock,
                meters,
                () -> channels.orderedStream().toList(),
                () -> others.orderedStream().toList());
    }

    @Bean
    DeadLetterSource deadEvents(EventLog log) {
        return DeadEvents.of(log);
    }
}
