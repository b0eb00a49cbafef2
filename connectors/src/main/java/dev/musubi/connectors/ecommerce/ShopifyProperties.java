package dev.musubi.connectors.ecommerce;

import dev.musubi.connectors.common.Settings;
import dev.musubi.identity.IdentifierType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The operator's Shopify shops, {@code musubi.channels.shopify.<account>.…}; a wrong one stops the
 * start and says which setting is wrong, never a secret.
 */
@ConfigurationProperties("musubi.channels")
record ShopifyProperties(@DefaultValue Map<String, Account> shopify) {

    static final Settings SETTINGS = new Settings("musubi.channels.shopify");

    ShopifyProperties {
        shopify = Map.copyOf(shopify);
        shopify.forEach(
                (name, account) -> {
                    SETTINGS.accountName(name);
                    account.validate(name);
                });
    }

    /**
     * @param secrets the app's client secrets; while one is being replaced, the old and the new one
     * @param source default {@code shopify:<account>}
     * @param namespace of its customer ids, default {@code shopify-<account>}
     * @param orderSystem of its order ids, default the source
     * @param location where its orders are placed, default {@code web}
     * @param locations our location by Shopify's numeric location id
     * @param currency the shop's currency, for prices, and for refunds that name none
     * @param language of its products' names
     * @param verified contact points to be believed, such as {@code phone}
     */
    record Account(
            @DefaultValue List<String> secrets,
            @Nullable String source,
            @Nullable String namespace,
            @Nullable String orderSystem,
            @DefaultValue("web") String channel,
            @DefaultValue("web") String location,
            @DefaultValue Map<String, String> locations,
            @Nullable String currency,
            @DefaultValue("ja") String language,
            @DefaultValue Set<IdentifierType> verified) {

        private static final Pattern NUMBER = Pattern.compile("\\d{1,19}");

        ShopifyShop shop(String name) {
            String itsSource = source == null ? "shopify:" + name : source;
            return new ShopifyShop(
                    name,
                    itsSource,
                    namespace == null ? "shopify-" + name : namespace,
                    orderSystem == null ? itsSource : orderSystem,
                    channel,
                    location,
                    locations,
                    currency,
                    language,
                    verified);
        }

        private void validate(String name) {
            SETTINGS.secrets(name, secrets);
            ShopifyShop shop = shop(name);
            SETTINGS.matches(name, "source", shop.source(), Settings.SOURCE);
            SETTINGS.matches(name, "namespace", shop.namespace(), Settings.NAME);
            SETTINGS.matches(name, "order-system", shop.orderSystem(), Settings.SOURCE);
            SETTINGS.matches(name, "channel", channel, Settings.NAME);
            SETTINGS.matches(name, "location", location, Settings.NAME);
            locations.forEach(
                    (theirs, ours) -> {
                        SETTINGS.matches(name, "locations", theirs, NUMBER);
                        SETTINGS.matches(name, "locations." + theirs, ours, Settings.NAME);
                    });
            SETTINGS.matches(name, "currency", currency, Settings.CURRENCY);
            SETTINGS.matches(name, "language", language, Settings.LANGUAGE);
            SETTINGS.check(
                    verified.stream().allMatch(IdentifierType::contactPoint),
                    name,
                    "verified: only email and phone can be proven");
        }

        /** Without the secrets. */
        @Override
        public String toString() {
            return "Account[" + secrets.size() + " secrets, source=" + source + "]";
        }
    }
}
