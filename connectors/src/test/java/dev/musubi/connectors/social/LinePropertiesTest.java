package dev.musubi.connectors.social;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.connectors.common.Webhooks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class LinePropertiesTest {

    private static final String SECRET = "8c570fa6dd201bb328f1c1eac23a96d8";
    private static final String MAIN = "musubi.channels.line.main.";

    private final ApplicationContextRunner start =
            new ApplicationContextRunner()
                    .withUserConfiguration(SocialConfiguration.class)
                    .withBean(
                            Webhooks.class,
                            () -> new Webhooks(events -> List.of(), new SimpleMeterRegistry()));

    @Test
    void anAccountNeedsNoMoreThanASecret() {
        start.withPropertyValues(MAIN + "secrets=" + SECRET)
                .run(
                        context ->
                                assertThat(
                                                context.getBean(LineProperties.class)
                                                        .line()
                                                        .get("main")
                                                        .settings("main"))
                                        .isEqualTo(LineSamples.SETTINGS));
    }

    @Test
    void withoutAnyAccountTheHubStarts() {
        start.run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource({
        "secrets,short-one,secrets: each",
        "secret,8c570fa6dd201bb328f1c1eac23a96d8,secret: no such setting",
        "source,LINE 1,source",
        "nonce,customer-id,customers: needed",
        "customers,A:b,customers",
        "namespace,a:b,namespace"
    })
    void aWrongSettingStopsTheStartAndIsNamedAndTheSecretIsNot(
            String field, String value, String named) {
        String secret = field.equals("secrets") ? "x=y" : MAIN + "secrets=" + SECRET;

        start.withPropertyValues(MAIN + field + "=" + value, secret)
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .rootCause()
                                        .hasMessageStartingWith(
                                                "musubi.channels.line.main: " + named)
                                        .message()
                                        .doesNotContain(SECRET, "short-one"));
    }
}
