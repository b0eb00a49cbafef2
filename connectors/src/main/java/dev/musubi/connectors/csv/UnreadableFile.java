package dev.musubi.connectors.csv;

/** A whole file that cannot be used: nothing of it is loaded. The message says why. */
public final class UnreadableFile extends RuntimeException {
    public UnreadableFile(String reason) {
        super(reason);
    }
}
