package dev.musubi.connectors.files;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The accounts whose files are taken, as configured under {@code musubi.channels}.
 *
 * @param workFolder where files are sorted, of this hub alone; it needs room for the largest file
 *     twice
 * @param files the accounts by name
 */
@ConfigurationProperties(prefix = "musubi.channels")
public record FileChannels(@Nullable Path workFolder, Map<String, FileAccount> files) {
    public FileChannels {
        files = files == null ? Map.of() : Map.copyOf(files);
    }

    /** The configured work folder, or one of this machine. */
    public Path work() {
        return workFolder == null
                ? Path.of(System.getProperty("java.io.tmpdir"), "musubi-files")
                : workFolder;
    }
}
