package dev.musubi.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback ports of the stores, each remembered in a file named {@code port}. */
final class Ports {
    static final String LOOPBACK = "127.0.0.1";

    private static final InetAddress ADDRESS = InetAddress.ofLiteral(LOOPBACK);
    private static final String FILE = "port";
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 30_000;
    private static final int ATTEMPTS = 200;
    private static final int CONNECT_MILLIS = 200;

    private Ports() {}

    /** Last time's port if it is free: stored addresses stay right. Else a new one. */
    static int choose(Path folder) throws IOException {
        Optional<Integer> last = last(folder);
        if (last.isPresent() && isFree(last.get())) {
            return last.get();
        }
        int port = free();
        Files.writeString(folder.resolve(FILE), Integer.toString(port));
        return port;
    }

    static Optional<Integer> last(Path folder) {
        try {
            return Optional.of(Integer.valueOf(Files.readString(folder.resolve(FILE)).trim()));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /**
     * Below the range that systems take for outgoing connections: a client that knocks at a store
     * which is down could otherwise be given the store's own port.
     */
    static int free() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of the last run may linger
            socket.bind(new InetSocketAddress(ADDRESS, port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(ADDRESS, port), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
