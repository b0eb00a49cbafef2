package dev.musubi.console.account;

import dev.musubi.platform.SecretFile;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first administrator, made where there is no account yet. */
final class FirstAccount {

    static final String NAME = "admin";

    private static final Logger LOG = LoggerFactory.getLogger(FirstAccount.class);

    private FirstAccount() {}

    /** Writes the password below the data folder, for its owner only. */
    static void install(Accounts accounts, Path dataFolder) {
        if (accounts.any()) {
            return;
        }
        Path file = dataFolder.resolve("console.password");
        String password = SecretFile.readOrMake(file, Accounts::newPassword);
        switch (accounts.create(NAME, password, Role.ADMINISTRATOR)) {
            case DONE ->
                    LOG.info(
                            "the console's first account is {}, its password is in {}",
                            NAME,
                            file.toAbsolutePath());
            case BAD_PASSWORD ->
                    throw new IllegalStateException(
                            "the password in %s has fewer than %d characters; delete the file, and the next start makes one"
                                    .formatted(file.toAbsolutePath(), Accounts.SHORTEST_PASSWORD));
            case TAKEN -> LOG.info("another hub has made the console's first account");
            case BAD_NAME, UNKNOWN, LAST_ADMINISTRATOR ->
                    throw new IllegalStateException("the first account cannot be made");
        }
    }
}
