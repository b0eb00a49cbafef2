package dev.musubi.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A content that can say what a file would change, without changing anything. */
public interface Preview {

    /** Where files lie that are only to be reported on; absent: nowhere. */
    @Nullable Path folder();

    /**
     * What taking the file in would change.
     *
     * @throws dev.musubi.connectors.csv.UnreadableFile where nothing of the file could be taken
     * @throws IOException where the disk fails
     */
    JsonNode preview(Path file, String name, Instant modified) throws IOException;
}
