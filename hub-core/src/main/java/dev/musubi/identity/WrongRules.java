package dev.musubi.identity;

/**
 * The identity rules cannot be used. The message is for the operator: it names the file, the place
 * in it, what was expected and what came.
 */
public final class WrongRules extends RuntimeException {
    WrongRules(String message) {
        super(message);
    }
}
