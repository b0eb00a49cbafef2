package dev.musubi.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Starts the hub, asks it whether it is ready, and ends it: what the cache of classes for the next
 * start is made of (decisions/0094). Needs no store, reaches nobody, and leaves nothing.
 */
final class Rehearsal {

    private static final String READY = "/actuator/health/readiness";

    /** Asked too, for what answers them: a file, and a call that is refused. */
    private static final List<String> OTHERS = List.of("/openapi.yaml", "/api/v1/profiles");

    private Rehearsal() {}

    /**
     * @throws IllegalStateException where the hub does not say that it is ready
     */
    static void run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("musubi-rehearsal");
        try (EmptyMongodb store = EmptyMongodb.open();
                ConfigurableApplicationContext hub =
                        SpringApplication.run(
                                Musubi.class,
                                "--musubi.data-folder=" + folder,
                                "--musubi.stores.mongodb-uri=" + store.uri(),
                                // Nobody listens there: the hub works without, as it does when it
                                // is away.
                                "--musubi.stores.elasticsearch-uris=http://127.0.0.1:1",
                                "--server.address=127.0.0.1",
                                "--server.tomcat.basedir=" + folder.resolve("tomcat"),
                                "--server.port=0",
                                "--logging.level.root=error")) {
            String port = hub.getEnvironment().getRequiredProperty("local.server.port");
            for (String path : OTHERS) {
                ask("http://127.0.0.1:" + port + path);
            }
            int ready = ask("http://127.0.0.1:" + port + READY);
            if (ready != 200) {
                throw new IllegalStateException("the hub is not ready: it answers " + ready);
            }
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static int ask(String uri) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(uri))
                                    .timeout(Duration.ofSeconds(30))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
