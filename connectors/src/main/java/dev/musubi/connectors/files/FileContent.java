package dev.musubi.connectors.files;

import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What the files of an inbox hold, and how it gets into the event log. */
public interface FileContent {

    /** The mapping's name, for letters. */
    String mapping();

    /**
     * Reads a file and hands all it holds over; when this returns, it is durable. Doing it again
     * changes nothing.
     *
     * @param name what the file is called where it came from
     * @param modified when it was last written there
     * @throws dev.musubi.connectors.csv.UnreadableFile where nothing of the file may be taken;
     *     nothing was handed over then
     * @throws IOException where the disk fails
     */
    void load(Path file, String name, Instant modified, Handover handover) throws IOException;

    /**
     * Takes the letter of a row in again.
     *
     * @throws dev.musubi.platform.HubException.Refused where it still cannot be read
     */
    List<Appended> again(Undelivered letter);
}
