package dev.musubi.connectors.ecommerce;

import dev.musubi.connectors.common.WebhookAccount;
import dev.musubi.connectors.common.WebhookChannel;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The webhooks of all configured Shopify shops. */
final class ShopifyChannel implements WebhookChannel {

    static final String NAME = "shopify";

    private final Map<String, ShopifyAccount> accounts;

    ShopifyChannel(ShopifyProperties properties) {
        accounts =
                properties.shopify().entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        one ->
                                                new ShopifyAccount(
                                                        one.getValue().shop(one.getKey()),
                                                        one.getValue().secrets())));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> headers() {
        return Set.of(ShopifyAccount.SIGNATURE, ShopifyAccount.TOPIC);
    }

    @Override
    public Optional<WebhookAccount> account(String name) {
        return Optional.ofNullable(accounts.get(name));
    }
}
