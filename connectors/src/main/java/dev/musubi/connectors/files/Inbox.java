package dev.musubi.connectors.files;

import dev.musubi.event.Sender;
import dev.musubi.identity.IdentifierType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * An account's inbox whose configuration holds; made by {@link InboxCheck}.
 *
 * @param channel names its dead letters, such as {@code files}
 * @param name the account's
 * @param verified the identifier types that the account vouches for
 * @param work a folder of its own, for sorting and downloads
 */
public record Inbox(
        String channel,
        String name,
        FileAccount configured,
        Set<IdentifierType> verified,
        FileDates dates,
        Path work) {

    /** Who hands its events over. */
    public Sender sender() {
        return new Sender("account:" + channel + "/" + name, Set.of(), Map.of(), verified);
    }

    /** The account in logs and metrics, unique among all channels of files. */
    public String label() {
        return channel.equals(Letters.CHANNEL) ? name : channel + "/" + name;
    }

    /** The date of a file, never after now. */
    public Instant date(String file, Instant modified, Instant now) {
        return dates.date(file, modified, now);
    }

    /** Whether a file's name says its date, as against its disk or the clock. */
    boolean says(String file) {
        return dates.says(file);
    }
}
