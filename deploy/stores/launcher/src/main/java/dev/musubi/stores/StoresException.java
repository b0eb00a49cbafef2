package dev.musubi.stores;

/** A store cannot be started; the message is for the operator and says what to do. */
public final class StoresException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoresException(String message) {
        super(message);
    }

    StoresException(String message, Throwable cause) {
        super(message, cause);
    }
}
