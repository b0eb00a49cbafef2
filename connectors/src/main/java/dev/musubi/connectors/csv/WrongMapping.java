package dev.musubi.connectors.csv;

/** A mapping that cannot be used; the message names the mapping, the key and what is wrong. */
public final class WrongMapping extends RuntimeException {
    public WrongMapping(String message) {
        super(message);
    }
}
