package dev.musubi.connectors.ecommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.connectors.common.Webhooks;
import dev.musubi.identity.IdentifierType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class ShopifyPropertiesTest {

    private static final String SECRET = "shpss_0123456789abcdef";
    private static final String MAIN = "musubi.channels.shopify.main.";

    private final ApplicationContextRunner start =
            new ApplicationContextRunner()
                    .withUserConfiguration(EcommerceConfiguration.class)
                    .withBean(Clock.class, Clock::systemUTC)
                    .withBean(
                            Webhooks.class,
                            () -> new Webhooks(events -> List.of(), new SimpleMeterRegistry()));

    @Test
    void anAccountNeedsNoMoreThanASecret() {
        start.withPropertyValues(MAIN + "secrets=" + SECRET)
                .run(
                        context ->
                                assertThat(main(context))
                                        .extracting(
                                                ShopifyShop::source,
                                                ShopifyShop::namespace,
                                                ShopifyShop::orderSystem,
                                                ShopifyShop::channel,
                                                ShopifyShop::believed)
                                        .containsExactly(
                                                "shopify:main",
                                                "shopify-main",
                                                "shopify:main",
                                                "web",
                                                Set.of(IdentifierType.EMAIL)));
    }

    @Test
    void aShopThatKnowsItsPhonesIsBelieved() {
        start.withPropertyValues(
                        MAIN + "secrets=" + SECRET + "," + SECRET + "2", MAIN + "verified=phone")
                .run(
                        context ->
                                assertThat(main(context).believed())
                                        .containsExactlyInAnyOrder(
                                                IdentifierType.EMAIL, IdentifierType.PHONE));
    }

    @Test
    void withoutAnyAccountTheHubStarts() {
        start.run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({
        "secret,shpss_0123456789abcdef,'secret: no such setting'",
        "secrets,short-one,'secrets: each has at least 16 characters'",
        "source,Shop 1,source",
        "verifeid,phone,'verifeid: no such setting'",
        "currency,JPY,secrets",
        "namespace,a:b,namespace",
        "order-system,ü,order-system",
        "currency,yen,currency",
        "verified,loyalty_id,verified",
        "locations.tokyo,ginza,locations"
    })
    void aWrongSettingStopsTheStartAndIsNamedAndTheSecretIsNot(
            String field, String value, String named) {
        String secret =
                field.startsWith("secret") || value.equals("JPY")
                        ? "x=y"
                        : MAIN + "secrets=" + SECRET;

        start.withPropertyValues(MAIN + field + "=" + value, secret)
                .run(
                        context -> {
                            assertThat(context).hasFailed();
                            assertThat(context.getStartupFailure())
                                    .rootCause()
                                    .hasMessageStartingWith(
                                            "musubi.channels.shopify.main: " + named);
                            assertThat(context.getStartupFailure())
                                    .rootCause()
                                    .message()
                                    .doesNotContain(SECRET, "short-one");
                        });
    }

    private static ShopifyShop main(ApplicationContext context) {
        Map<String, ShopifyProperties.Account> accounts =
                context.getBean(ShopifyProperties.class).shopify();
        assertThat(accounts).containsOnlyKeys("main");
        return accounts.values().iterator().next().shop("main");
    }
}
