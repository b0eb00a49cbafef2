package dev.musubi.connectors.pos;

/**
 * A value that does not fit its field; the message names the field and, where harmless, what came.
 */
final class UnreadableValue extends RuntimeException {
    UnreadableValue(String message) {
        super(message, null, false, false);
    }
}
