package dev.musubi.connectors.ecommerce;

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

/** Puts the configured shops to work. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ShopifyProperties.class, WooProperties.class})
class EcommerceConfiguration {

    @Bean
    WebhookChannel shopify(ShopifyProperties properties, Environment environment) {
        ShopifyProperties.SETTINGS.refuseUnknown(ShopifyProperties.Account.class, environment);
        return new ShopifyChannel(properties);
    }

    @Bean
    RouteBuilder shopifyRoute(Webhooks webhooks, WebhookChannel shopify) {
        return webhooks.route(shopify);
    }

    @Bean
    Redelivery shopifyRedelivery(Webhooks webhooks, WebhookChannel shopify) {
        return webhooks.redelivery(shopify);
    }

    @Bean
    WebhookChannel woocommerce(WooProperties properties, Environment environment, Clock clock) {
        WooProperties.SETTINGS.refuseUnknown(WooProperties.Account.class, environment);
        return new WebhookAccounts(
                "woocommerce",
                Set.of(WooAccount.SIGNATURE, WooAccount.TOPIC, WooAccount.DELIVERY),
                properties.woocommerce().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        one ->
                                                new WooAccount(
                                                        one.getValue().shop(one.getKey()),
                                                        one.getValue().secrets(),
                                                        clock))));
    }

    @Bean
    RouteBuilder woocommerceRoute(Webhooks webhooks, WebhookChannel woocommerce) {
        return webhooks.route(woocommerce);
    }

    @Bean
    Redelivery woocommerceRedelivery(Webhooks webhooks, WebhookChannel woocommerce) {
        return webhooks.redelivery(woocommerce);
    }
}
