package dev.musubi.deadletter;

import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Ids;
import dev.musubi.testing.TestStores;

/** A database of one test. */
final class Fresh {

    private Fresh() {}

    static DocumentStore store() {
        return DocumentStore.connect(TestStores.mongodbUri(), "t" + Ids.next().replace("-", ""));
    }
}
