package dev.musubi.connectors.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MailboxPropertiesTest {

    private static final String HELP = "musubi.channels.mailbox.help.";
    private static final List<String> GOOD =
            List.of(
                    HELP + "host=imap.example.jp",
                    HELP + "user=help@shop.example.jp",
                    HELP + "password=very secret");

    private final ApplicationContextRunner start =
            new ApplicationContextRunner().withUserConfiguration(Properties.class);

    @Test
    void aMailboxIsReadOverTlsAndMarkedByAKeyword() {
        start.withPropertyValues(GOOD.toArray(String[]::new))
                .run(
                        context ->
                                assertThat(
                                                context.getBean(MailboxProperties.class)
                                                        .mailbox()
                                                        .get("help")
                                                        .mailbox("help"))
                                        .extracting(
                                                Mailbox::port,
                                                Mailbox::keyword,
                                                Mailbox::folder,
                                                Mailbox::source,
                                                Mailbox::maxSize)
                                        .containsExactly(
                                                993,
                                                "MusubiTaken",
                                                "INBOX",
                                                "mailbox:help",
                                                8 * 1024 * 1024));
    }

    @ParameterizedTest
    @CsvSource({
        "host,'',host: needed",
        "user,'',user: needed",
        "password,'',password: needed",
        "security,none,security: none is for this machine alone",
        "port,70000,port",
        "mark,two words,mark",
        "poll,1ms,poll",
        "max-size,9MB,max-size",
        "max-size,1KB,max-size",
        "source,a b,source"
    })
    void aWrongSettingStopsTheStartAndIsNamedAndThePasswordIsNot(
            String field, String value, String named) {
        List<String> settings = new ArrayList<>(GOOD);
        settings.removeIf(one -> one.startsWith(HELP + field + "="));
        settings.add(HELP + field + "=" + value);

        start.withPropertyValues(settings.toArray(String[]::new))
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .rootCause()
                                        .hasMessageStartingWith(
                                                "musubi.channels.mailbox.help: " + named)
                                        .message()
                                        .doesNotContain("very secret"));
    }

    @EnableConfigurationProperties(MailboxProperties.class)
    static class Properties {}
}
