package dev.musubi.connectors.ecommerce;

import dev.musubi.connectors.common.WebhookChannel;
import dev.musubi.connectors.common.Webhooks;
import dev.musubi.deadletter.Redelivery;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the configured shops to work. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ShopifyProperties.class)
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
}
