package dev.musubi.stores;

import java.io.IOException;
import java.util.List;

/** What a {@link Supervisor} must know of a store to run it. */
interface StoreProgram {
    /** One word: names the process in facts, files and the log. */
    String name();

    /** Checks and preparations before the first start; says in its message what to do. */
    void prepare() throws IOException;

    List<String> command(int port) throws IOException;

    /** Whether the store takes work; asked again and again after a start. */
    boolean isReady(int port);

    /** What the end of the process means, for an operator. */
    String explain(int exitCode);
}
