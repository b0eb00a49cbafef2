package dev.musubi.console.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.console.account.Accounts.Outcome;
import dev.musubi.platform.DocumentStore;
import dev.musubi.testing.TestStores;
import dev.musubi.testing.WebHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {

    private static final String PASSWORD = "a long enough password";

    private final DocumentStore store =
            DocumentStore.connect(TestStores.mongodbUri(), WebHub.database());
    private final Accounts accounts = new Accounts(new AccountStore(store), Clock.systemUTC());

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theFirstAccountsPasswordIsInAFileThatOnlyItsOwnerReads(@TempDir Path folder)
            throws Exception {
        FirstAccount.install(accounts, folder);

        Path file = folder.resolve("console.password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(accounts.signIn("admin", Files.readString(file).strip()))
                .get()
                .extracting(Account::role)
                .isEqualTo(Role.ADMINISTRATOR);
    }

    @Test
    void noFirstAccountIsMadeWhereThereIsOne(@TempDir Path folder) {
        accounts.create("hanako", PASSWORD, Role.ADMINISTRATOR);

        FirstAccount.install(accounts, folder);

        assertThat(folder).isEmptyDirectory();
        assertThat(accounts.list()).extracting(Account::name).containsExactly("hanako");
    }

    @Test
    void passwordsAreKeptAsHashesOnly() {
        accounts.create("hanako", PASSWORD, Role.CLERK);

        assertThat(store.database().getCollection("accounts").find().first().toJson())
                .doesNotContain(PASSWORD)
                .contains("$argon2id$");
    }

    @Test
    void onlyTheRightPasswordOfAnOpenAccountLetsIn() {
        accounts.create("hanako", PASSWORD, Role.CLERK);

        assertThat(accounts.signIn("hanako", PASSWORD)).isPresent();
        assertThat(accounts.signIn("hanako", PASSWORD + "x")).isEmpty();
        assertThat(accounts.signIn("nobody", PASSWORD)).isEmpty();
        assertThat(accounts.close("hanako", true)).isEqualTo(Outcome.DONE);
        assertThat(accounts.signIn("hanako", PASSWORD)).isEmpty();
    }

    @Test
    void theLastAdministratorStays() {
        accounts.create("boss", PASSWORD, Role.ADMINISTRATOR);

        assertThat(accounts.close("boss", true)).isEqualTo(Outcome.LAST_ADMINISTRATOR);
        assertThat(accounts.role("boss", Role.CLERK)).isEqualTo(Outcome.LAST_ADMINISTRATOR);
    }

    @Test
    void namesAndPasswordsHaveTheirLimits() {
        assertThat(accounts.create("花子", PASSWORD, Role.CLERK)).isEqualTo(Outcome.BAD_NAME);
        assertThat(accounts.create("hanako", "short", Role.CLERK)).isEqualTo(Outcome.BAD_PASSWORD);
        assertThat(accounts.create("hanako", PASSWORD, Role.CLERK)).isEqualTo(Outcome.DONE);
        assertThat(accounts.create("hanako", PASSWORD, Role.CLERK)).isEqualTo(Outcome.TAKEN);
    }
}
