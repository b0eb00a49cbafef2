package dev.musubi.connectors.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.connectors.common.Webhooks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SendGridPropertiesTest {

    private static final String KEY =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==";
    private static final String MAIN = "musubi.channels.sendgrid.main.";

    private final ApplicationContextRunner start =
            new ApplicationContextRunner()
                    .withUserConfiguration(EmailConfiguration.class)
                    .withBean(Clock.class, Clock::systemUTC)
                    .withBean(
                            Webhooks.class,
                            () -> new Webhooks(events -> List.of(), new SimpleMeterRegistry()));

    @Test
    void anAccountNeedsNoMoreThanAKey() {
        start.withPropertyValues(MAIN + "public-keys=" + KEY)
                .run(
                        context -> {
                            SendGridProperties.Account main =
                                    context.getBean(SendGridProperties.class)
                                            .sendgrid()
                                            .get("main");
                            assertThat(main.settings("main"))
                                    .isEqualTo(
                                            new SendGridSettings("main", "sendgrid:main", false));
                            assertThat(main.maxAge()).isEqualTo(Duration.ofMinutes(5));
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "public-keys,abc,public-keys: expected a public key",
        "max-age,-1s,max-age",
        "verified,phone,verified",
        "verifeid,email,verifeid: no such setting",
        "source,a b,source"
    })
    void aWrongSettingStopsTheStartAndIsNamed(String field, String value, String named) {
        String key = field.equals("public-keys") ? "x=y" : MAIN + "public-keys=" + KEY;

        start.withPropertyValues(MAIN + field + "=" + value, key)
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .rootCause()
                                        .hasMessageStartingWith(
                                                "musubi.channels.sendgrid.main: " + named));
    }
}
