package dev.musubi.stores.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.node.EmbeddedNode;
import org.elasticsearch.node.NodeValidationException;
import org.elasticsearch.transport.netty4.Netty4Plugin;

/**
 * The program: a node of one on the loopback address. It ends in order on a TERM signal, and by
 * itself when the process that started it is gone.
 */
public final class ElasticsearchNode {
    static final String CLUSTER = "musubi";

    private static final String LOOPBACK = "127.0.0.1";

    private ElasticsearchNode() {}

    /**
     * Runs until told to stop.
     *
     * @param arguments folder, HTTP port, transport port, pid of the parent
     */
    public static void main(String[] arguments)
            throws IOException, NodeValidationException, InterruptedException {
        if (arguments.length != 4) {
            throw new IllegalArgumentException("wants: folder, HTTP port, transport port, parent");
        }
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        endWithParent(Long.parseLong(arguments[3]));
        LogConfigurator.configureESLogging();
        EmbeddedNode node =
                new EmbeddedNode(
                        settings(
                                folder,
                                Integer.parseInt(arguments[1]),
                                Integer.parseInt(arguments[2])),
                        List.of(
                                Netty4Plugin.class,
                                EmbeddedAnalysisPlugin.class,
                                RootPlugin.class));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "node-close"));
        node.start();
        new CountDownLatch(1).await();
    }

    private static Settings settings(Path folder, int http, int transport) throws IOException {
        Files.createDirectories(folder.resolve("config"));
        return Settings.builder()
                .put("path.home", folder.toString())
                .put("path.data", folder.resolve("data").toString())
                .put("path.logs", folder.resolve("logs").toString())
                .put("node.name", CLUSTER)
                .put("cluster.name", CLUSTER)
                .put("network.host", LOOPBACK)
                .put("http.port", http)
                .put("transport.port", transport)
                .put("transport.type", "netty4")
                .put("http.type", "netty4")
                .put("discovery.type", "single-node")
                // The shares of a disk mean little on a workstation; what is left counts.
                .put("cluster.routing.allocation.disk.watermark.low", "1gb")
                .put("cluster.routing.allocation.disk.watermark.high", "500mb")
                .put("cluster.routing.allocation.disk.watermark.flood_stage", "200mb")
                .build();
    }

    private static void endWithParent(long pid) {
        ProcessHandle parent =
                ProcessHandle.of(pid)
                        .orElseThrow(() -> new IllegalStateException("the parent is gone"));
        var _ = parent.onExit().thenRun(() -> System.exit(0));
    }

    private static void close(EmbeddedNode node) {
        try {
            node.close();
        } catch (IOException e) {
            System.err.println("the node did not close in order: " + e);
        }
    }
}
