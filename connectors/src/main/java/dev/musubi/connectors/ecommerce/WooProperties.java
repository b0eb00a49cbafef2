package dev.musubi.connectors.ecommerce;

import dev.musubi.connectors.common.Settings;
import dev.musubi.identity.IdentifierType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The operator's WooCommerce shops, {@code musubi.channels.woocommerce.<account>.…}. */
@ConfigurationProperties("musubi.channels")
record WooProperties(@DefaultValue Map<String, Account> woocommerce) {

    static final Settings SETTINGS = new Settings("musubi.channels.woocommerce");

    WooProperties {
        woocommerce = Map.copyOf(woocommerce);
        woocommerce.forEach(
                (name, account) -> {
                    SETTINGS.accountName(name);
                    account.validate(name);
                });
    }

    /**
     * @param secrets of the webhooks; all may have one, or each its own
     * @param source default {@code woocommerce:<account>}
     * @param namespace of its customer ids, default {@code woocommerce-<account>}
     * @param orderSystem of its order ids, default the source
     * @param location where its orders are placed and its stock lies, default {@code web}
     * @param currency of its products' prices
     * @param language of its products' names
     * @param verified contact points of customers' accounts to be believed
     */
    record Account(
            @DefaultValue List<String> secrets,
            @Nullable String source,
            @Nullable String namespace,
            @Nullable String orderSystem,
            @DefaultValue("web") String channel,
            @DefaultValue("web") String location,
            @DefaultValue("JPY") String currency,
            @DefaultValue("ja") String language,
            @DefaultValue Set<IdentifierType> verified) {

        WooShop shop(String name) {
            String itsSource = source == null ? "woocommerce:" + name : source;
            return new WooShop(
                    name,
                    itsSource,
                    namespace == null ? "woocommerce-" + name : namespace,
                    orderSystem == null ? itsSource : orderSystem,
                    channel,
                    location,
                    currency,
                    language,
                    verified);
        }

        private void validate(String name) {
            SETTINGS.secrets(name, secrets);
            SETTINGS.matches(name, "source", source, Settings.SOURCE);
            SETTINGS.matches(name, "namespace", namespace, Settings.NAME);
            SETTINGS.matches(name, "order-system", orderSystem, Settings.SOURCE);
            SETTINGS.matches(name, "channel", channel, Settings.NAME);
            SETTINGS.matches(name, "location", location, Settings.NAME);
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
