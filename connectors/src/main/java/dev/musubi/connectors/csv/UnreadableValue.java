package dev.musubi.connectors.csv;

/**
 * A value that does not fit its field; the message names the field and, where harmless, what came.
 */
public final class UnreadableValue extends RuntimeException {
    public UnreadableValue(String message) {
        super(message, null, false, false);
    }
}
