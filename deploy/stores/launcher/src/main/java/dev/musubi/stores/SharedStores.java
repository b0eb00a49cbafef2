package dev.musubi.stores;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real stores for tests: one of each a JVM, started when first asked for, in a temporary folder
 * that is deleted when the JVM ends. Test classes keep apart by {@link #database()} and {@link
 * #indexPrefix()}. Safe for use by several threads.
 */
public final class SharedStores {
    private static final Logger log = LoggerFactory.getLogger(SharedStores.class);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final String PREFIX = "musubi-stores-";
    private static final String MONGODB = "mongodb";
    private static final String ELASTICSEARCH = "elasticsearch";
    private static final int HEAP_MB = 384;
    private static final EmbeddedMongo.Sizes SMALL = new EmbeddedMongo.Sizes(0.25, 990);

    private static @Nullable DataFolder folder;
    private static @Nullable Supervisor mongod;
    private static @Nullable Supervisor elasticsearch;

    private SharedStores() {}

    /** The URI of the JVM's mongod, a replica set of one. The first call takes seconds. */
    public static synchronized String mongodbUri() {
        if (mongod == null) {
            Path own = folder().resolve(MONGODB);
            mongod =
                    Supervisor.start(
                            new EmbeddedMongo(own, MongodBinary.ofThisMachine(), SMALL),
                            own,
                            START_LIMIT);
        }
        return EmbeddedMongo.uri(mongod.port());
    }

    /** The URI of the JVM's Elasticsearch node. The first call takes seconds. */
    public static synchronized String elasticsearchUri() {
        if (elasticsearch == null) {
            Path own = folder().resolve(ELASTICSEARCH);
            elasticsearch =
                    Supervisor.start(
                            new EmbeddedElasticsearch(
                                    own, HEAP_MB, EmbeddedElasticsearch.Compiler.QUICK),
                            own,
                            START_LIMIT);
        }
        return EmbeddedElasticsearch.uri(elasticsearch.port());
    }

    /** The name of a database that nobody else uses. */
    public static String database() {
        return "test_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** The beginning of index and template names that nobody else uses; ends with a hyphen. */
    public static String indexPrefix() {
        return database().replace('_', '-') + "-";
    }

    private static Path folder() {
        if (folder == null) {
            try {
                Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
                sweep(temporary);
                folder = DataFolder.take(Files.createTempDirectory(temporary, PREFIX));
            } catch (IOException e) {
                throw new StoresException("no temporary folder for the stores: " + e, e);
            }
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform()
                                    .name("shared-stores-end")
                                    .unstarted(SharedStores::end));
        }
        return folder.path();
    }

    /** Removes what killed test JVMs left; one that is just being made has no pid file yet. */
    private static void sweep(Path temporary) {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path left : old) {
                if (DataFolder.isLeftBehind(left)) {
                    ChildProcess.stopLeftOver(left.resolve(MONGODB));
                    ChildProcess.stopLeftOver(left.resolve(ELASTICSEARCH));
                    Folders.delete(left);
                }
            }
        } catch (IOException | RuntimeException e) { // another JVM sweeps too, or it is not ours
            log.debug("Old stores stay in {}: {}", temporary, e.toString());
        }
    }

    private static synchronized void end() {
        if (mongod != null) {
            mongod.close();
        }
        if (elasticsearch != null) {
            elasticsearch.close();
        }
        if (folder != null) {
            folder.close();
            try {
                Folders.delete(folder.path());
            } catch (IOException e) {
                log.warn("The temporary folder of the stores stays: {}", e.toString());
            }
        }
    }
}
