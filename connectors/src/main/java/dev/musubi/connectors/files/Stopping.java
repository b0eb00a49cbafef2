package dev.musubi.connectors.files;

/** The hub is stopping: the file stays where it is and is taken again at the next start. */
final class Stopping extends RuntimeException {
    Stopping() {
        super("the hub is stopping", null, false, false);
    }
}
