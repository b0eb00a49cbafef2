package dev.musubi.connectors.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.connectors.files.FileChannels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Configuration as an operator writes it. */
class MemberAccountsTest {
    @TempDir Path folder;

    private final Map<String, String> properties = new LinkedHashMap<>();

    @BeforeEach
    void configure() throws IOException {
        properties.put("musubi.channels.work-folder", folder.resolve("work").toString());
        set("mapping", Files.writeString(folder.resolve("m.yaml"), Masters.MAPPING).toString());
        set("folder", Files.createDirectory(folder.resolve("inbox")).toString());
    }

    @Test
    void anAccountNeedsAMappingAndAFolderAndHasGoodDefaults() {
        assertThat(checked())
                .singleElement()
                .satisfies(
                        account -> {
                            assertThat(account.mode()).isEqualTo(MemberAccount.Mode.DELTA);
                            assertThat(account.leavers().maxGone()).isEqualByComparingTo("0.1");
                            assertThat(account.leavers().from()).isEqualTo(10);
                            assertThat(account.dryRun()).isEqualTo(folder.resolve("inbox/dry-run"));
                            assertThat(account.inbox().verified()).isEmpty();
                            assertThat(account.inbox().label()).isEqualTo("crm/main");
                        });
    }

    @Test
    void allOfAnAccountCanBeSet() {
        set("mode", "full");
        set("max-gone", "2.5 %");
        set("max-gone-from", "100");
        set("dry-run", folder.resolve("try").toString());

        assertThat(checked())
                .singleElement()
                .satisfies(
                        account -> {
                            assertThat(account.mode()).isEqualTo(MemberAccount.Mode.FULL);
                            assertThat(account.leavers().maxGone()).isEqualByComparingTo("0.025");
                            assertThat(account.leavers().from()).isEqualTo(100);
                            assertThat(account.dryRun()).isEqualTo(folder.resolve("try"));
                        });
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceByItsKey() {
        set("mapping", "nowhere.yaml");
        set("folder", folder.resolve("missing").toString());
        set("max-gone", "a tenth");
        set("max-gone-from", "0");
        set("verified[0]", "telephone");
        set("constants.store", "ginza");

        assertThatThrownBy(this::checked)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "musubi.channels.crm.main.mapping: mapping nowhere.yaml: no such")
                .hasMessageContaining("musubi.channels.crm.main.folder: is not a folder")
                .hasMessageContaining(
                        "musubi.channels.crm.main.max-gone: is not a share such as 10%")
                .hasMessageContaining("musubi.channels.crm.main.max-gone-from: must be at least 1")
                .hasMessageContaining("musubi.channels.crm.main.constants: belongs to till files")
                .hasMessageContaining("musubi.channels.crm.main.verified: no identifier type");
    }

    @Test
    void theInboxOfTheTillsIsNotTakenFromThem() {
        properties.put("musubi.channels.files.ginza.mapping", "complete-journey");
        properties.put("musubi.channels.files.ginza.folder", folder.resolve("inbox").toString());

        assertThatThrownBy(this::checked)
                .hasMessage("musubi.channels.crm.main.folder: is that of files.ginza too");
    }

    @Test
    void aDryRunIsNotTheInboxItself() {
        set("dry-run", folder.resolve("inbox").toString());

        assertThatThrownBy(this::checked)
                .hasMessage("musubi.channels.crm.main.dry-run: is the inbox itself");
    }

    private void set(String key, String value) {
        properties.put("musubi.channels.crm.main." + key, value);
    }

    private List<MemberAccount.Checked> checked() {
        var binder = new Binder(new MapConfigurationPropertySource(properties));
        return MemberAccounts.check(
                binder, binder.bindOrCreate("musubi.channels", FileChannels.class));
    }
}
