package dev.musubi.connectors.mailbox;

import dev.musubi.connectors.common.Append;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the configured mailboxes to work. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MailboxProperties.class)
class MailboxConfiguration {

    @Bean
    MailIntake mailIntake(
            MailboxProperties properties,
            Environment environment,
            Append log,
            MeterRegistry meters) {
        MailboxProperties.SETTINGS.refuseUnknown(MailboxProperties.Account.class, environment);
        return new MailIntake(mailboxes(properties), log, meters);
    }

    @Bean
    Mailboxes mailboxes(
            MailboxProperties properties,
            ProducerTemplate routes,
            Clock clock,
            MeterRegistry meters) {
        return new Mailboxes(mailboxes(properties).values(), routes, clock, meters);
    }

    @Bean
    RouteBuilder mailRoute(MailIntake mailIntake) {
        return new MailRoute(mailIntake);
    }

    private static Map<String, Mailbox> mailboxes(MailboxProperties properties) {
        return properties.mailbox().entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, one -> one.getValue().mailbox(one.getKey())));
    }
}
