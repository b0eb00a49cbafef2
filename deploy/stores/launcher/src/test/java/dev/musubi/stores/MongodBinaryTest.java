package dev.musubi.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongodBinaryTest {
    @TempDir private Path folder;
    private final Map<String, Callable<Path>> downloads = new LinkedHashMap<>();
    private Path cache;

    @BeforeEach
    void setUp() {
        cache = folder.resolve("cache");
    }

    @Test
    void whereThereIsNoneTheMessageSaysWhatWasTriedAndWhatToDo() {
        downloads.put(
                "official download",
                () -> {
                    throw new IllegalStateException(
                            "all system properties", new IOException("no route"));
                });

        assertThatThrownBy(() -> binary(null, Optional.empty()).resolve())
                .isInstanceOf(StoresException.class)
                .hasMessageContaining("Install MongoDB")
                .hasMessageContaining("MUSUBI_MONGOD")
                .hasMessageContaining("MUSUBI_MONGODB_URI")
                .hasMessageContaining("official download: IOException no route")
                .hasMessageNotContaining("all system properties");
    }

    @Test
    void aNamedBinaryThatDoesNotRunIsRefusedWithoutALookElsewhere() throws IOException {
        Path other = fake("other", "echo 'db version v7.0.1'");

        assertThatThrownBy(() -> binary("/nowhere/mongod", Optional.of(other)).resolve())
                .isInstanceOf(StoresException.class)
                .hasMessageContaining("/nowhere/mongod");
    }

    @Test
    void aBrokenOneOnThePathGivesWayToTheCache() throws IOException {
        Files.createDirectories(cache);
        Path broken = fake("mongod", "exit 132");
        Path cached = fake("cache/mongod-7.0.1", "echo 'db version v7.0.1'");

        assertThat(binary(null, Optional.of(broken)).resolve()).isEqualTo(cached);
    }

    @Test
    void whatWasFetchedIsKeptInTheCache() throws IOException {
        Path fetched = fake("fetched", "echo 'db version v7.0.1'");
        downloads.put("somewhere", () -> fetched);

        Path resolved = binary(null, Optional.empty()).resolve();

        assertThat(resolved).isEqualTo(cache.resolve("mongod-7.0.1")).isExecutable();
        downloads.clear();
        assertThat(binary(null, Optional.empty()).resolve()).isEqualTo(resolved);
    }

    @Test
    void aProcessorWithoutAvxIsNamed() throws IOException {
        Path broken = fake("mongod", "exit 132");

        assertThatThrownBy(() -> binary(broken.toString(), Optional.empty()).resolve())
                .hasMessageContaining("AVX");
    }

    @Test
    void theCacheIsInTheUsualPlaces() {
        assertThat(MongodBinary.cacheFolder(Map.of("MUSUBI_CACHE", "/a", "XDG_CACHE_HOME", "/b")))
                .isEqualTo(Path.of("/a"));
        assertThat(MongodBinary.cacheFolder(Map.of("XDG_CACHE_HOME", "/b")))
                .isEqualTo(Path.of("/b/musubi"));
        assertThat(MongodBinary.cacheFolder(Map.of())).endsWithRaw(Path.of(".cache/musubi"));
    }

    private MongodBinary binary(String named, Optional<Path> onPath) {
        return new MongodBinary(named, onPath, cache, downloads);
    }

    private Path fake(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
