package dev.musubi.connectors.email;

import dev.musubi.connectors.common.WebhookAccounts;
import dev.musubi.connectors.common.WebhookChannel;
import dev.musubi.connectors.common.Webhooks;
import dev.musubi.deadletter.Redelivery;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the configured mail services to work. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SendGridProperties.class)
class EmailConfiguration {

    @Bean
    WebhookChannel sendgrid(SendGridProperties properties, Environment environment, Clock clock) {
        SendGridProperties.SETTINGS.refuseUnknown(SendGridProperties.Account.class, environment);
        return new WebhookAccounts(
                "sendgrid",
                Set.of(SendGridAccount.SIGNATURE, SendGridAccount.TIMESTAMP),
                properties.sendgrid().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        one -> account(one.getKey(), one.getValue(), clock))));
    }

    private static SendGridAccount account(
            String name, SendGridProperties.Account account, Clock clock) {
        return new SendGridAccount(
                account.settings(name), account.publicKeys(), account.maxAge(), clock);
    }

    @Bean
    RouteBuilder sendgridRoute(Webhooks webhooks, WebhookChannel sendgrid) {
        return webhooks.route(sendgrid);
    }

    @Bean
    Redelivery sendgridRedelivery(Webhooks webhooks, WebhookChannel sendgrid) {
        return webhooks.redelivery(sendgrid);
    }
}
