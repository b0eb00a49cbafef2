package dev.musubi.connectors.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.musubi.connectors.common.ChannelsHub;
import dev.musubi.testing.WebHub;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The member master as an operator meets it: settings, a folder, and the REST calls. */
class MembersThroughTheDoorTest {
    @TempDir Path folder;

    @Test
    void aFileInTheFolderIsPeopleWithPermissionsAndABadRowIsALetter() throws IOException {
        var rows = Masters.row("M1", "090-1111-2222", "1").replace(",,1,", ",h@example.jp,1,");
        try (var hub = ChannelsHub.start(settings())) {
            drop("members.csv", Masters.HEADER + rows + "M2,,,,nonsense,,,,,,\n");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> hub.profile("loyalty_id:M1").has("id"));
            await().until(
                            () ->
                                    hub.mayWrite("loyalty_id:M1", "email")
                                            .findPath("reason")
                                            .asText()
                                            .equals("granted"));
            assertThat(hub.profile("phone:090-1111-2222").path("id"))
                    .isEqualTo(hub.profile("loyalty_id:M1").path("id"));
            var letters = WebHub.json(hub.hub().get("/api/v1/dead-letters?channel=crm"));
            assertThat(letters.path("items")).hasSize(1);
            assertThat(letters.path("items").path(0).path("place").asText())
                    .isEqualTo("members.csv:3");
        }
    }

    @Test
    void aSettingThatDoesNotExistStopsTheStart() throws IOException {
        var settings = settings();
        settings.put("musubi.channels.crm.main.max-gonne", "20%");

        assertThatThrownBy(() -> ChannelsHub.start(settings).close())
                .hasStackTraceContaining("musubi.channels.crm.main: max-gonne: no such setting");
    }

    private Map<String, Object> settings() throws IOException {
        var settings = new HashMap<String, Object>();
        settings.put(
                "musubi.channels.crm.main.mapping",
                Files.writeString(folder.resolve("m.yaml"), Masters.MAPPING).toString());
        settings.put(
                "musubi.channels.crm.main.folder",
                Files.createDirectories(folder.resolve("inbox")).toString());
        settings.put("musubi.channels.crm.main.mode", "full");
        settings.put("musubi.channels.crm.main.verified", "phone");
        settings.put("musubi.channels.crm.main.poll", "100ms");
        settings.put("musubi.channels.crm.main.limits.size", "1GB");
        return settings;
    }

    private void drop(String name, String content) throws IOException {
        var writing =
                Files.write(
                        folder.resolve("writing"),
                        content.getBytes(Charset.forName("windows-31j")));
        Files.move(writing, folder.resolve("inbox").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
