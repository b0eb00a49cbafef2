package dev.musubi.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one hub: given by address, or started as child processes and started again when
 * they end by themselves, on the same port, so that open clients recover.
 *
 * <p>Close it after everything that uses a store. There is no shutdown hook, because hooks run at
 * the same time: it would take the stores away from a hub that still drains. When the JVM ends
 * without closing, the operating system tells the children (Linux), else the next start does. Safe
 * for use by several threads.
 */
public final class Stores implements AutoCloseable {
    private static final int USUAL_OPLOG_MB = 4096;
    private static final int SMALLEST_OPLOG_MB = 990;
    private static final String MONGODB = "mongodb";
    private static final String ELASTICSEARCH = "elasticsearch";

    private final String mongodbUri;
    private final String elasticsearchUris;
    private final List<Supervisor> children;
    private final @Nullable DataFolder folder;

    private Stores(
            String mongodbUri,
            String elasticsearchUris,
            List<Supervisor> children,
            @Nullable DataFolder folder) {
        this.mongodbUri = mongodbUri;
        this.elasticsearchUris = elasticsearchUris;
        this.children = List.copyOf(children);
        this.folder = folder;
    }

    /**
     * Starts what is not given by address, both at the same time, and waits until it takes work.
     *
     * @throws StoresException when a store cannot be started; nothing is left running then
     */
    public static Stores start(StoresOptions options) {
        return start(options, MongodBinary.ofThisMachine(), EmbeddedElasticsearch.Compiler.BEST);
    }

    static Stores start(
            StoresOptions options, MongodBinary binaries, EmbeddedElasticsearch.Compiler compiler) {
        if (options.mongodbUri() != null && options.elasticsearchUris() != null) {
            return new Stores(options.mongodbUri(), options.elasticsearchUris(), List.of(), null);
        }
        DataFolder folder = DataFolder.take(options.dataFolder());
        List<Supervisor> started = new ArrayList<>();
        try {
            CompletableFuture<Optional<Supervisor>> mongod =
                    aside(() -> mongod(options, folder.path().resolve(MONGODB), binaries));
            CompletableFuture<Optional<Supervisor>> elasticsearch =
                    aside(
                            () ->
                                    elasticsearch(
                                            options,
                                            folder.path().resolve(ELASTICSEARCH),
                                            compiler));
            @Nullable StoresException refused = collect(mongod, started, null);
            refused = collect(elasticsearch, started, refused);
            if (refused != null) {
                throw refused;
            }
            return new Stores(
                    mongod.join()
                            .map(child -> EmbeddedMongo.uri(child.port()))
                            .orElseGet(() -> String.valueOf(options.mongodbUri())),
                    elasticsearch
                            .join()
                            .map(child -> EmbeddedElasticsearch.uri(child.port()))
                            .orElseGet(() -> String.valueOf(options.elasticsearchUris())),
                    started,
                    folder);
        } catch (RuntimeException e) {
            started.forEach(Supervisor::close);
            folder.close();
            throw e;
        }
    }

    /**
     * The URI of the mongod that a running hub keeps on a data folder, for chores beside it; empty
     * when no hub runs there or its mongod is down at the moment.
     */
    public static Optional<String> runningMongodbUri(Path dataFolder) {
        return running(dataFolder, MONGODB).map(EmbeddedMongo::uri);
    }

    /** The address of the Elasticsearch that a running hub keeps there, likewise. */
    public static Optional<String> runningElasticsearchUri(Path dataFolder) {
        return running(dataFolder, ELASTICSEARCH).map(EmbeddedElasticsearch::uri);
    }

    private static Optional<Integer> running(Path dataFolder, String store) {
        Path own = dataFolder.resolve(store);
        return DataFolder.holder(dataFolder)
                .flatMap(hub -> ChildProcess.running(own))
                .flatMap(child -> Ports.last(own));
    }

    /** Address of the document store, with its write concern where it was started here. */
    public String mongodbUri() {
        return mongodbUri;
    }

    /** Addresses of the search index, separated by commas. */
    public String elasticsearchUris() {
        return elasticsearchUris;
    }

    /** What was started here, as it is now; empty when both stores were given by address. */
    public List<ChildFacts> children() {
        return children.stream().map(Supervisor::facts).toList();
    }

    @Override
    public void close() {
        List<CompletableFuture<Void>> ends =
                children.stream()
                        .map(child -> CompletableFuture.runAsync(child::close, Stores::run))
                        .toList();
        ends.forEach(CompletableFuture::join);
        if (folder != null) {
            folder.close();
        }
    }

    private static Optional<Supervisor> mongod(
            StoresOptions options, Path own, MongodBinary binaries) {
        if (options.mongodbUri() != null) {
            return Optional.empty();
        }
        EmbeddedMongo.Sizes sizes =
                new EmbeddedMongo.Sizes(options.mongodbCacheGb(), oplogMb(options));
        return Optional.of(
                Supervisor.start(
                        new EmbeddedMongo(own, binaries, sizes), own, options.startLimit()));
    }

    private static Optional<Supervisor> elasticsearch(
            StoresOptions options, Path own, EmbeddedElasticsearch.Compiler compiler) {
        return options.elasticsearchUris() != null
                ? Optional.empty()
                : Optional.of(
                        Supervisor.start(
                                new EmbeddedElasticsearch(
                                        own, options.elasticsearchHeapMb(), compiler),
                                own,
                                options.startLimit()));
    }

    /** A long oplog lets a reader of the changes be away for long; at most a fifth of the disk. */
    private static int oplogMb(StoresOptions options) {
        Integer wanted = options.oplogMb();
        if (wanted != null) {
            return wanted;
        }
        try {
            long freeMb = Files.getFileStore(options.dataFolder()).getUsableSpace() >> 20;
            return (int) Math.clamp(freeMb / 5, SMALLEST_OPLOG_MB, USUAL_OPLOG_MB);
        } catch (IOException unknown) {
            return SMALLEST_OPLOG_MB;
        }
    }

    private static CompletableFuture<Optional<Supervisor>> aside(
            Supplier<Optional<Supervisor>> start) {
        return CompletableFuture.supplyAsync(start, Stores::run);
    }

    private static void run(Runnable work) {
        Thread.ofPlatform().daemon().name("stores").start(work);
    }

    /** Keeps what started, and the first refusal with the later ones beside it. */
    private static @Nullable StoresException collect(
            CompletableFuture<Optional<Supervisor>> start,
            List<Supervisor> started,
            @Nullable StoresException earlier) {
        try {
            start.join().ifPresent(started::add);
            return earlier;
        } catch (CompletionException e) {
            StoresException refused =
                    e.getCause() instanceof StoresException known
                            ? known
                            : new StoresException("a store cannot be started: " + e.getCause(), e);
            if (earlier == null) {
                return refused;
            }
            earlier.addSuppressed(refused);
            return earlier;
        }
    }
}
