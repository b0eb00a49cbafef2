package dev.musubi.connectors.social;

import dev.musubi.connectors.common.WebhookAccounts;
import dev.musubi.connectors.common.WebhookChannel;
import dev.musubi.connectors.common.Webhooks;
import dev.musubi.deadletter.Redelivery;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the configured social accounts to work. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LineProperties.class)
class SocialConfiguration {

    @Bean
    WebhookChannel line(LineProperties properties, Environment environment) {
        LineProperties.SETTINGS.refuseUnknown(LineProperties.Account.class, environment);
        return new WebhookAccounts(
                "line",
                Set.of(LineAccount.SIGNATURE),
                properties.line().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        one ->
                                                new LineAccount(
                                                        one.getValue().settings(one.getKey()),
                                                        one.getValue().secrets()))));
    }

    @Bean
    RouteBuilder lineRoute(Webhooks webhooks, WebhookChannel line) {
        return webhooks.route(line);
    }

    @Bean
    Redelivery lineRedelivery(Webhooks webhooks, WebhookChannel line) {
        return webhooks.redelivery(line);
    }
}
