package dev.musubi.stores;

import de.flapdoodle.embed.mongo.distribution.Version;
import de.flapdoodle.embed.mongo.transitions.Mongod;
import de.flapdoodle.embed.process.archives.ExtractedFileSet;
import de.flapdoodle.embed.process.io.directories.PersistentDir;
import de.flapdoodle.embed.process.io.progress.ProgressListener;
import de.flapdoodle.embed.process.io.progress.Slf4jProgressListener;
import de.flapdoodle.reverse.StateID;
import de.flapdoodle.reverse.TransitionWalker;
import de.flapdoodle.reverse.transitions.Start;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * The official build that fits this system. The library is used for what it does best, picking and
 * fetching; it starts nothing.
 */
final class OfficialDownload implements Callable<Path> {
    private static final URI SERVER = URI.create("https://fastdl.mongodb.org/");
    private static final Duration REACH_LIMIT = Duration.ofSeconds(10);
    private static final Duration FETCH_LIMIT = Duration.ofMinutes(5);

    private final Path folder;

    OfficialDownload(Path folder) {
        this.folder = folder;
    }

    @Override
    public Path call() throws Exception {
        within(
                REACH_LIMIT,
                () -> {
                    reach();
                    return folder;
                });
        return within(FETCH_LIMIT, this::fetch);
    }

    /** A network that swallows packets must not hold the start up for as long as a download may. */
    private static void reach() throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(REACH_LIMIT)
                        .proxy(ProxySelector.getDefault())
                        .build()) {
            client.send(
                    HttpRequest.newBuilder(SERVER)
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .timeout(REACH_LIMIT)
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }

    private Path fetch() throws IOException {
        Files.createDirectories(folder);
        Mongod library =
                Mongod.builder()
                        .persistentBaseDir(
                                Start.to(PersistentDir.class)
                                        .initializedWith(PersistentDir.of(folder)))
                        .progressListener(
                                Start.to(ProgressListener.class)
                                        .initializedWith(
                                                new Slf4jProgressListener(
                                                        LoggerFactory.getLogger(
                                                                OfficialDownload.class))))
                        .build();
        try (TransitionWalker.ReachedState<ExtractedFileSet> state =
                library.transitions(Version.Main.V7_0)
                        .walker()
                        .initState(StateID.of(ExtractedFileSet.class))) {
            return state.current().executable();
        }
    }

    private static Path within(Duration limit, Callable<Path> work) throws Exception {
        FutureTask<Path> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("mongod-download").start(task);
        try {
            return task.get(limit.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException(SERVER + " took longer than " + limit.toSeconds() + " s");
        }
    }
}
