package dev.musubi.connectors.ecommerce;

import dev.musubi.identity.IdentifierType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The operator's Shopify shops, {@code musubi.channels.shopify.<account>.…}; a wrong one stops the
 * start and says which setting is wrong, never a secret.
 */
@ConfigurationProperties("musubi.channels")
record ShopifyProperties(@DefaultValue Map<String, Account> shopify) {

    static final String PREFIX = "musubi.channels.shopify";

    private static final Set<String> SETTINGS =
            Arrays.stream(Account.class.getRecordComponents())
                    .map(component -> component.getName().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());
    private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9-]{1,40}");

    ShopifyProperties {
        shopify = Map.copyOf(shopify);
        shopify.forEach(
                (name, account) -> {
                    check(
                            ACCOUNT.matcher(name).matches(),
                            name,
                            "the account's name must match " + ACCOUNT);
                    account.validate(name);
                });
    }

    /**
     * Refuses a setting that does not exist: a misspelt one would be taken for absent, and a
     * misspelt {@code verified} makes two people of one.
     *
     * @param configured whatever the configuration holds, by account
     */
    static void refuseUnknown(Map<String, ?> configured) {
        configured.forEach(
                (account, settings) -> {
                    check(settings instanceof Map, account, "expected settings of an account");
                    for (Object name : ((Map<?, ?>) settings).keySet()) {
                        String plain =
                                name.toString()
                                        .replaceAll("[-_]|\\[.*", "")
                                        .toLowerCase(Locale.ROOT);
                        check(SETTINGS.contains(plain), account, name + ": no such setting");
                    }
                });
    }

    /**
     * @param secrets the app's client secrets; while one is being replaced, the old and the new one
     * @param source default {@code shopify:<account>}
     * @param namespace of its customer ids, default {@code shopify-<account>}
     * @param orderSystem of its order ids, default the source
     * @param location where its orders are placed, default {@code web}
     * @param locations our location by Shopify's numeric location id
     * @param currency the shop's currency, for refunds that name none
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
            @DefaultValue Set<IdentifierType> verified) {

        private static final int SHORTEST_SECRET = 16;
        private static final Pattern SOURCE = Pattern.compile("[a-z0-9._:-]{1,64}");
        private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,64}");
        private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
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
                    verified);
        }

        private void validate(String name) {
            check(!secrets.isEmpty(), name, "secrets: at least one is needed");
            check(
                    secrets.stream().allMatch(secret -> secret.length() >= SHORTEST_SECRET),
                    name,
                    "secrets: each has at least " + SHORTEST_SECRET + " characters");
            ShopifyShop shop = shop(name);
            matches(name, "source", shop.source(), SOURCE);
            matches(name, "namespace", shop.namespace(), NAME);
            matches(name, "order-system", shop.orderSystem(), SOURCE);
            matches(name, "channel", channel, NAME);
            matches(name, "location", location, NAME);
            locations.forEach(
                    (theirs, ours) -> {
                        matches(name, "locations", theirs, NUMBER);
                        matches(name, "locations." + theirs, ours, NAME);
                    });
            if (currency != null) {
                matches(name, "currency", currency, CURRENCY);
            }
            check(
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

    private static void matches(String account, String field, String value, Pattern pattern) {
        check(
                pattern.matcher(value).matches(),
                account,
                field + ": expected " + pattern + ", but " + value + " came");
    }

    private static void check(boolean holds, String account, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(PREFIX + "." + account + ": " + otherwise);
        }
    }
}
