package dev.musubi.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.platform.Digests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstKeyTest {

    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    @TempDir Path folder;

    @Test
    void oneIsMadeForTheOwnersEyesAndKept() throws Exception {
        FirstKey made = FirstKey.of("", folder.resolve("new"), Set.of("email"), NOW);
        Path file = folder.resolve("new").resolve(FirstKey.FILE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(made.hash()).isEqualTo(Digests.sha256(Files.readString(file).strip()));
        assertThat(FirstKey.of("", folder.resolve("new"), Set.of(), NOW).hash())
                .isEqualTo(made.hash());
    }

    @Test
    void theOperatorsGoesFirstAndIsNotWritten() {
        FirstKey given = FirstKey.of("an-operators-own-secret-key", folder, Set.of(), NOW);

        assertThat(given.hash()).isEqualTo(Digests.sha256("an-operators-own-secret-key"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aShortOneIsRefusedWithoutSayingIt() {
        assertThatThrownBy(() -> FirstKey.of("hunter2", folder, Set.of(), NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("MUSUBI_ADMIN_KEY has 7 characters")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void anEmptyFileOpensNothing() throws Exception {
        Files.writeString(folder.resolve(FirstKey.FILE), "");

        assertThatThrownBy(() -> FirstKey.of("", folder, Set.of(), NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has 0 characters");
    }
}
