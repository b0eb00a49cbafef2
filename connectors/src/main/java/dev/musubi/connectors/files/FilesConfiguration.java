package dev.musubi.connectors.files;

import dev.musubi.connectors.common.Append;
import dev.musubi.deadletter.DeadLetters;
import dev.musubi.deadletter.Redelivery;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Checks the accounts and puts their inboxes to work. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FileChannels.class)
class FilesConfiguration {

    @Bean
    FileInboxes fileInboxes(
            FileChannels channels,
            Append log,
            DeadLetters deadLetters,
            Clock clock,
            MeterRegistry meters) {
        return new FileInboxes(channels, log, deadLetters::keep, clock, meters);
    }

    @Bean
    Redelivery fileRedelivery(FileInboxes inboxes) {
        return inboxes.redelivery();
    }

    @Bean
    CamelContextConfiguration fileRoutes(FileInboxes inboxes) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                inboxes.open(context);
            }

            @Override
            public void afterApplicationStart(CamelContext context) {}
        };
    }
}
