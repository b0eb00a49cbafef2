package dev.musubi.deadletter;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Ids;

/** A database of one test. */
final class Fresh {

    private Fresh() {}

    static DocumentStore store() {
        String uri = System.getenv("MUSUBI_MONGODB_URI");
        assumeTrue(uri != null, "skipped: no MUSUBI_MONGODB_URI");
        return DocumentStore.connect(String.valueOf(uri), "t" + Ids.next().replace("-", ""));
    }
}
