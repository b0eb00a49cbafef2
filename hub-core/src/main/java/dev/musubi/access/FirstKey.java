package dev.musubi.access;

import dev.musubi.platform.SecretFile;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first key: the operator's, else one that is made and written below the data folder. */
final class FirstKey {

    private static final Logger LOG = LoggerFactory.getLogger(FirstKey.class);
    private static final int SHORTEST = 24;

    private FirstKey() {}

    static void install(ApiKeys keys, String given, Path dataFolder, Set<String> believed) {
        if (!given.isBlank()) {
            if (given.length() < SHORTEST) {
                throw new IllegalStateException(
                        "MUSUBI_ADMIN_KEY has "
                                + given.length()
                                + " characters; take at least "
                                + SHORTEST
                                + " random ones, or leave it out and one is made");
            }
            keys.setGiven(given, believed);
            return;
        }
        Path file = dataFolder.resolve("admin.key");
        if (keys.keepMade(SecretFile.readOrMake(file, ApiKeys::newSecret), believed)) {
            LOG.info("the first key is in {}", file.toAbsolutePath());
        } else {
            LOG.warn(
                    "the key in {} is revoked; delete the file, and the next start makes one",
                    file.toAbsolutePath());
        }
    }
}
