package dev.musubi.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.connectors.csv.UnreadableFile;
import dev.musubi.platform.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

/**
 * A folder whose files are only reported on: {@code NAME.report.json} beside a file says what
 * taking it in would change; the file itself goes to {@code .done}.
 */
final class DryRunRoute extends EndpointRouteBuilder {
    private static final String REPORT = ".report.json";
    private static final String NO_FILES = Taking.UNFINISHED + "|.*\\.report\\.json";

    private final Inbox inbox;
    private final Preview preview;
    private final Path folder;
    private final Polls polls;

    DryRunRoute(Inbox inbox, Preview preview, Path folder, Polls polls) {
        this.inbox = inbox;
        this.preview = preview;
        this.folder = folder;
        this.polls = polls;
    }

    @Override
    public void configure() throws IOException {
        Files.createDirectories(folder);
        var stable = Taking.stable(inbox.configured());
        var dropped =
                file(folder.toString())
                        .delay(inbox.configured().poll().toMillis())
                        .initialDelay(0)
                        .maxMessagesPerPoll(Taking.MOST_A_POLL)
                        .move(".done/${file:onlyname}")
                        .exclude(NO_FILES)
                        .readLock("changed")
                        .readLockMinLength(0L)
                        .readLockCheckInterval(stable)
                        .readLockTimeout(5 * stable)
                        .readLockLoggingLevel("DEBUG");
        dropped.advanced().pollStrategy(polls);
        from(dropped)
                .routeId(Taking.id(inbox) + "-dry-run")
                .routeConfigurationId(FileErrors.ID)
                .process(this::report);
    }

    private void report(Exchange exchange) throws IOException, InvalidPayloadException {
        var message = exchange.getMessage();
        var name = message.getHeader(Exchange.FILE_NAME_ONLY, String.class);
        var modified =
                Instant.ofEpochMilli(
                        message.getHeader(Exchange.FILE_LAST_MODIFIED, 0L, Long.class));
        var file = message.getMandatoryBody(File.class).toPath();
        write(name, report(file, name, modified));
    }

    private JsonNode report(Path file, String name, Instant modified) throws IOException {
        try {
            return preview.preview(file, name, modified);
        } catch (UnreadableFile e) {
            return Json.object().put("refused", e.getMessage());
        }
    }

    /** Whole or not at all: who waits for the report never reads half of it. */
    private void write(String name, JsonNode report) throws IOException {
        var writing = folder.resolve(name + REPORT + ".tmp");
        Files.writeString(
                writing, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        Files.move(
                writing,
                folder.resolve(name + REPORT),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
