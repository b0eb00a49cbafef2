package dev.musubi.connectors.files;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One account as configured under {@code musubi.channels.files.<name>}; checked by {@link
 * CheckedAccounts}, described key by key in the connectors' README.
 *
 * @param mapping name of a shipped mapping, or path of one
 * @param folder the local inbox; or else {@code sftp}
 * @param verified identifier types, as in the contract, that the account vouches for
 * @param historical whether its events are back-fill
 * @param constants values of fields that the files do not have, such as the store
 * @param doneFile name of the file that says that another is complete, such as {@code {name}.done},
 *     or {@code {stem}.done} without the other's ending; absent: a file is complete when its size
 *     no longer changes
 * @param stableFor how long the size must not change
 * @param include regular expression of the names taken; absent: all
 */
public record FileAccount(
        @Nullable String mapping,
        @Nullable Path folder,
        @Nullable Sftp sftp,
        @DefaultValue Set<String> verified,
        @DefaultValue("false") boolean historical,
        @DefaultValue Map<String, String> constants,
        @Nullable String doneFile,
        @DefaultValue("2s") Duration stableFor,
        @DefaultValue("5s") Duration poll,
        @Nullable String include,
        @DefaultValue FileDate fileDate,
        @DefaultValue Limits limits) {

    /**
     * An inbox on another machine.
     *
     * @param privateKey file with the key, OpenSSH or PEM
     * @param knownHosts file with the server's key; or else {@code hostKey}
     * @param hostKey the server's key as in a known-hosts file without the names: {@code
     *     ssh-ed25519 AAAA…}
     */
    public record Sftp(
            @Nullable String host,
            @DefaultValue("22") int port,
            @Nullable String user,
            @DefaultValue("") String folder,
            @Nullable Path privateKey,
            @Nullable String passphrase,
            @Nullable Path knownHosts,
            @Nullable String hostKey) {

        /** Without the passphrase. */
        @Override
        public String toString() {
            return user + "@" + host + ":" + port + "/" + folder;
        }
    }

    /**
     * Which date a file has, for receipts without a version and rows without a time of their own.
     *
     * @param name regular expression found in the file's name, its first group the date
     * @param pattern the date's pattern, as in {@link java.time.format.DateTimeFormatter}
     * @param from what is taken where no name is given or it does not fit
     */
    public record FileDate(
            @Nullable String name,
            @DefaultValue("uuuuMMdd") String pattern,
            @DefaultValue("modified") From from) {

        /** The file's own time of modification, or the time it is taken in. */
        public enum From {
            MODIFIED,
            RECEIVED
        }
    }

    /**
     * What is taken at most.
     *
     * @param size of a file, inflated
     * @param ratio how many times its size a gzip file may inflate to
     * @param sortMemory rows held in memory while sorting
     */
    public record Limits(
            @DefaultValue("4GB") DataSize size,
            @DefaultValue("200") int ratio,
            @DefaultValue("16MB") DataSize sortMemory) {}
}
