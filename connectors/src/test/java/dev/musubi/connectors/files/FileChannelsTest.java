package dev.musubi.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.identity.IdentifierType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** Configuration as an operator writes it. */
class FileChannelsTest {
    @TempDir Path folder;

    private final Map<String, String> properties = new LinkedHashMap<>();

    @BeforeEach
    void configureTheWorkFolder() {
        properties.put("musubi.channels.work-folder", folder.resolve("work").toString());
    }

    @Test
    void noAccountIsNoError() {
        assertThat(checked()).isEmpty();
    }

    @Test
    void anAccountNeedsAMappingAndAFolderAndHasGoodDefaults() throws IOException {
        set("mapping", "complete-journey");
        set("folder", Files.createDirectory(folder.resolve("inbox")).toString());
        set("verified[0]", "phone");

        assertThat(checked())
                .singleElement()
                .satisfies(
                        checked -> {
                            var account = checked.inbox();
                            assertThat(account.name()).isEqualTo("ginza");
                            assertThat(account.verified()).containsExactly(IdentifierType.PHONE);
                            assertThat(account.sender().believed())
                                    .containsExactly(IdentifierType.PHONE);
                            assertThat(account.configured().historical()).isFalse();
                            assertThat(account.configured().poll())
                                    .isEqualTo(Duration.ofSeconds(5));
                            assertThat(account.configured().limits().ratio()).isEqualTo(200);
                            assertThat(account.configured().limits().size())
                                    .isEqualTo(DataSize.ofGigabytes(4));
                        });
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceByItsKey() {
        set("mapping", "nowhere");
        set("folder", folder.resolve("missing").toString());
        set("verified[0]", "telephone");
        set("include", "(");
        set("done-file", "done");
        set("limits.ratio", "0");
        set("file-date.name", "[");
        properties.put("musubi.channels.files.Ueno.mapping", "complete-journey");
        properties.put("musubi.channels.files.Ueno.constants.shop", "ueno");

        assertThatThrownBy(this::checked)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("musubi.channels.files.Ueno: the name must fit")
                .hasMessageContaining("musubi.channels.files.Ueno: give either folder or sftp")
                .hasMessageContaining("musubi.channels.files.Ueno.constants: shop is not a field")
                .hasMessageContaining("musubi.channels.files.ginza.mapping: mapping nowhere: none")
                .hasMessageContaining("musubi.channels.files.ginza.folder: is not a folder")
                .hasMessageContaining(
                        "musubi.channels.files.ginza.verified: no identifier type telephone")
                .hasMessageContaining("musubi.channels.files.ginza.include: ")
                .hasMessageContaining("musubi.channels.files.ginza.done-file: has neither {name}")
                .hasMessageContaining(
                        "musubi.channels.files.ginza.limits.ratio: must be more than 0")
                .hasMessageContaining("musubi.channels.files.ginza.file-date.name: ");
    }

    @Test
    void aServerNeedsItsKeyAndOurs() {
        set("mapping", "complete-journey");
        set("sftp.host", "tills.example");
        set("sftp.private-key", folder.resolve("no-key").toString());

        assertThatThrownBy(this::checked)
                .hasMessageContaining(".sftp.user: is missing")
                .hasMessageContaining(".sftp.private-key: no such file")
                .hasMessageContaining(".sftp: give either known-hosts or host-key");

        set("sftp.host-key", "trust me");

        assertThatThrownBy(this::checked)
                .hasMessageContaining(".sftp.host-key: is not of the form 'ssh-ed25519 AAAA…'");
    }

    @Test
    void twoAccountsDoNotShareAnInbox() throws IOException {
        var inbox = Files.createDirectory(folder.resolve("inbox")).toString();
        set("mapping", "complete-journey");
        set("folder", inbox);
        properties.put("musubi.channels.files.ueno.mapping", "complete-journey");
        properties.put("musubi.channels.files.ueno.folder", inbox + "/");

        assertThatThrownBy(this::checked)
                .hasMessage("musubi.channels.files.ueno.folder: is that of ginza too");
    }

    @Test
    void aPassphraseIsNotShown() {
        var sftp = new FileAccount.Sftp("h", 22, "u", "in", null, "secret", null, null);

        assertThat(sftp.toString()).isEqualTo("u@h:22/in");
    }

    private void set(String key, String value) {
        properties.put("musubi.channels.files.ginza." + key, value);
    }

    private List<CheckedAccount> checked() {
        var channels =
                new Binder(new MapConfigurationPropertySource(properties))
                        .bindOrCreate("musubi.channels", FileChannels.class);
        return CheckedAccounts.check(channels);
    }
}
