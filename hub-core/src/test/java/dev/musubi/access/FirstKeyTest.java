package dev.musubi.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.platform.DocumentStore;
import dev.musubi.testing.TestStores;
import dev.musubi.testing.WebHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstKeyTest {

    private static final Set<String> BELIEVED = Set.of("email");
    private static final String GIVEN = "twenty-four-characters-and-more";

    private final DocumentStore store =
            DocumentStore.connect(TestStores.mongodbUri(), WebHub.database());

    @TempDir private Path folder;

    @AfterEach
    void close() {
        store.database().drop();
        store.close();
    }

    @Test
    void aKeyIsMadeOnceAndOnlyItsOwnerCanReadIt() throws Exception {
        FirstKey.install(keys(), "", folder, BELIEVED);
        Path file = folder.resolve("admin.key");
        String made = Files.readString(file).strip();

        FirstKey.install(keys(), "", folder, BELIEVED);

        assertThat(Files.readString(file).strip()).isEqualTo(made);
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
        assertThat(keys().find(made).orElseThrow().scopes()).contains(Scope.ADMIN);
    }

    @Test
    void twoHubsWithFoldersOfTheirOwnDoNotTakeEachOthersKeyAway() throws Exception {
        FirstKey.install(keys(), "", folder.resolve("one"), BELIEVED);
        FirstKey.install(keys(), "", folder.resolve("two"), BELIEVED);

        for (String hub : new String[] {"one", "two"}) {
            String key = Files.readString(folder.resolve(hub).resolve("admin.key")).strip();
            assertThat(keys().find(key)).isPresent();
        }
    }

    @Test
    void aRevokedFirstKeyStaysRevokedOverAStart() throws Exception {
        FirstKey.install(keys(), "", folder, BELIEVED);
        String made = Files.readString(folder.resolve("admin.key")).strip();
        assertThat(keys().revoke(keys().find(made).orElseThrow().id())).isTrue();

        FirstKey.install(keys(), "", folder, BELIEVED);

        assertThat(keys().find(made)).isEmpty();
    }

    @Test
    void theOperatorsKeyIsTakenAsItIsAndReplacesTheOneBefore() {
        FirstKey.install(keys(), GIVEN, folder, BELIEVED);
        FirstKey.install(keys(), GIVEN + "-new", folder, BELIEVED);

        assertThat(keys().find(GIVEN)).isEmpty();
        assertThat(keys().find(GIVEN + "-new")).isPresent();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anOperatorsKeyThatLooksLikeOneOfOursWorksToo() {
        FirstKey.install(keys(), "msk_mine_" + GIVEN, folder, BELIEVED);

        assertThat(keys().find("msk_mine_" + GIVEN)).isPresent();
    }

    @Test
    void aKeyThatCanBeGuessedIsRefused() {
        assertThatThrownBy(() -> FirstKey.install(keys(), "short", folder, BELIEVED))
                .hasMessageContaining("24")
                .hasMessageNotContaining("short");
    }

    @Test
    void aSecretIsNotFoundByItsIdAlone() {
        ApiKeys keys = keys();
        ApiKeys.Created created =
                keys.create(
                        new ApiKeys.Wish(
                                "k",
                                ApiKey.Kind.SECRET,
                                Set.of(Scope.PROFILES_READ),
                                Set.of(),
                                java.util.Map.of(),
                                BELIEVED,
                                Set.of(),
                                null));

        assertThat(keys.find(created.secret())).contains(created.key());
        assertThat(keys.find("msk_" + created.key().id() + "_x")).isEmpty();
        assertThat(keys.find(created.secret() + "x")).isEmpty();
        assertThat(keys.find("")).isEmpty();
        assertThat(created.toString()).doesNotContain(created.secret());
    }

    private ApiKeys keys() {
        return new ApiKeys(new ApiKeyStore(store), Clock.systemUTC());
    }
}
