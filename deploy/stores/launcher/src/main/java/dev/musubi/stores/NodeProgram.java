package dev.musubi.stores;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the Elasticsearch node is: the build folder of its module, or a copy of it. Its jars are
 * never on the hub's own class path, for their licences and for their size.
 */
final class NodeProgram {
    private static final String MODULE = "deploy/stores/elasticsearch-node/target";

    private NodeProgram() {}

    /** The class path of the node as this machine has it. */
    static String classPath() {
        return classPath(setting("MUSUBI_ELASTICSEARCH_NODE"), setting("MUSUBI_ROOT"));
    }

    /**
     * @param folder with {@code classes} and {@code lib}; wins over the checkout
     * @param root of a checkout that was built
     */
    static String classPath(@Nullable String folder, @Nullable String root) {
        Path target =
                Optional.ofNullable(folder)
                        .map(Path::of)
                        .or(
                                () ->
                                        Optional.ofNullable(root)
                                                .map(Path::of)
                                                .map(r -> r.resolve(MODULE)))
                        .orElseThrow(
                                () ->
                                        new StoresException(
                                                "the Elasticsearch node is not known: set"
                                                        + " MUSUBI_ROOT to the checkout,"
                                                        + " MUSUBI_ELASTICSEARCH_NODE to the folder of"
                                                        + " the node's classes and lib, or"
                                                        + " MUSUBI_ELASTICSEARCH_URIS to a running"
                                                        + " Elasticsearch"))
                        .toAbsolutePath();
        Path classes = target.resolve("classes");
        Path lib = target.resolve("lib");
        if (!Files.isDirectory(classes) || !Files.isDirectory(lib)) {
            throw new StoresException(
                    "the Elasticsearch node is not built: no folders classes and lib in "
                            + target
                            + "; run ./mvnw -pl deploy/stores/elasticsearch-node package, or set"
                            + " MUSUBI_ELASTICSEARCH_URIS to a running Elasticsearch");
        }
        return classes + File.pathSeparator + lib.resolve("*");
    }

    private static @Nullable String setting(String name) {
        String value = System.getProperty(name, System.getenv(name));
        return value == null || value.isBlank() ? null : value;
    }
}
