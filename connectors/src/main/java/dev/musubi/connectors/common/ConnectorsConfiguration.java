package dev.musubi.connectors.common;

import dev.musubi.deadletter.DeadLetters;
import dev.musubi.event.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the routes of all channels end: in the event log, or among the dead letters. */
@Configuration(proxyBeanMethods = false)
class ConnectorsConfiguration {

    @Bean
    Append append(EventLog log) {
        return log::append;
    }

    @Bean
    ChannelErrors channelErrors(DeadLetters deadLetters) {
        return new ChannelErrors(deadLetters::keep);
    }

    @Bean
    Webhooks webhooks(Append log, MeterRegistry meters) {
        return new Webhooks(log, meters);
    }
}
