package dev.musubi.connectors.files;

import dev.musubi.connectors.common.Append;
import dev.musubi.deadletter.DeadLetters;
import dev.musubi.deadletter.Redelivery;
import dev.musubi.platform.DocumentStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Checks the accounts of files, and puts the inboxes of all channels to work. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FileChannels.class)
class FilesConfiguration {

    @Bean
    FileInboxes fileInboxes(
            FileChannels channels,
            DocumentStore documents,
            Append log,
            DeadLetters deadLetters,
            Clock clock,
            MeterRegistry meters) {
        return FileInboxes.of(
                channels,
                log,
                new FirstDateStore(documents)::first,
                deadLetters::keep,
                clock,
                meters);
    }

    @Bean
    Redelivery fileRedelivery(@Qualifier("fileInboxes") FileInboxes inboxes) {
        return inboxes.redelivery();
    }

    @Bean
    CamelContextConfiguration fileRoutes(List<FileInboxes> inboxes) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                FileInboxes.openAll(context, inboxes);
            }

            @Override
            public void afterApplicationStart(CamelContext context) {}
        };
    }
}
