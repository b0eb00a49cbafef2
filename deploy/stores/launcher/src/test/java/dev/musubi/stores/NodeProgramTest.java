package dev.musubi.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeProgramTest {
    @TempDir private Path folder;

    @Test
    void anUnknownNodeIsRefusedWithTheWaysToNameIt() {
        assertThatThrownBy(() -> NodeProgram.classPath(null, null))
                .isInstanceOf(StoresException.class)
                .hasMessageContaining("MUSUBI_ROOT")
                .hasMessageContaining("MUSUBI_ELASTICSEARCH_NODE")
                .hasMessageContaining("MUSUBI_ELASTICSEARCH_URIS");
    }

    @Test
    void anUnbuiltNodeIsRefusedWithTheCommandThatBuildsIt() {
        assertThatThrownBy(() -> NodeProgram.classPath(null, folder.toString()))
                .isInstanceOf(StoresException.class)
                .hasMessageContaining("not built")
                .hasMessageContaining("./mvnw -pl deploy/stores/elasticsearch-node package");
    }

    @Test
    void aFolderNamedByTheOperatorWinsOverTheCheckout() throws IOException {
        Files.createDirectories(folder.resolve("classes"));
        Files.createDirectories(folder.resolve("lib"));

        assertThat(NodeProgram.classPath(folder.toString(), "/nowhere"))
                .isEqualTo(folder.resolve("classes") + ":" + folder.resolve("lib") + "/*");
    }
}
