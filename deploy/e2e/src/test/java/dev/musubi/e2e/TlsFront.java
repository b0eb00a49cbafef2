package dev.musubi.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * TLS, with a certificate that only its own file vouches for, in front of stores that speak none.
 */
final class TlsFront {

    private static final String PASSWORD = "changeit";

    private final Path certificate;
    private final SSLContext tls;

    private TlsFront(Path certificate, SSLContext tls) {
        this.certificate = certificate;
        this.tls = tls;
    }

    /** A port that leads to a store. */
    interface Door extends AutoCloseable {
        int port();

        /** How many requests came without the right password. */
        default int refused() {
            return 0;
        }

        @Override
        void close() throws IOException;
    }

    static TlsFront make(Path folder) throws IOException, GeneralSecurityException {
        Path keys = folder.resolve("front.p12");
        Path certificate = folder.resolve("front.pem");
        keytool(
                "-genkeypair -alias front -keyalg EC -dname CN=front -ext san=ip:127.0.0.1 -validity 2",
                keys);
        keytool("-exportcert -rfc -alias front -file " + certificate, keys);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys)) {
            store.load(file, PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return new TlsFront(certificate, tls);
    }

    private static void keytool(String words, Path keys) throws IOException {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(java.util.List.of(words.split(" ")));
        command.addAll(
                java.util.List.of(
                        "-keystore",
                        keys.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    Path certificate() {
        return certificate;
    }

    /** Carries bytes to a port of this machine. */
    Door before(int port) throws IOException {
        ServerSocket server =
                tls.getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Set<Socket> open = java.util.concurrent.ConcurrentHashMap.newKeySet();
        Thread.ofVirtual()
                .start(
                        () -> {
                            while (!server.isClosed()) {
                                try {
                                    Socket client = server.accept();
                                    Socket store =
                                            new Socket(InetAddress.getLoopbackAddress(), port);
                                    open.add(client);
                                    open.add(store);
                                    Thread.ofVirtual().start(() -> carry(client, store));
                                    Thread.ofVirtual().start(() -> carry(store, client));
                                } catch (IOException closed) {
                                    // the door is shut, or the client has gone
                                }
                            }
                        });
        return new Door() {
            @Override
            public int port() {
                return server.getLocalPort();
            }

            @Override
            public void close() throws IOException {
                server.close();
                for (Socket socket : open) {
                    socket.close();
                }
            }
        };
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] bytes = new byte[16_384];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                out.write(bytes, 0, n);
                out.flush();
            }
        } catch (IOException ended) {
            // one side has hung up, so the other is hung up too
        }
    }

    /** Carries requests that know the password. */
    Door beforeHttp(URI store, String user, String password) throws IOException {
        String expected =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (user + ":" + password).getBytes(StandardCharsets.UTF_8));
        AtomicInteger refused = new AtomicInteger();
        HttpClient client = HttpClient.newHttpClient();
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        if (expected.equals(
                                exchange.getRequestHeaders().getFirst("Authorization"))) {
                            forward(exchange, store, client);
                        } else {
                            refused.incrementAndGet();
                            exchange.sendResponseHeaders(401, -1);
                        }
                    }
                });
        server.start();
        return new Door() {
            @Override
            public int port() {
                return server.getAddress().getPort();
            }

            @Override
            public int refused() {
                return refused.get();
            }

            @Override
            public void close() {
                server.stop(0);
            }
        };
    }

    private static void forward(HttpExchange exchange, URI store, HttpClient client)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(store.resolve(exchange.getRequestURI()))
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofByteArray(
                                        exchange.getRequestBody().readAllBytes()));
        for (String name : new String[] {"Content-Type", "Accept"}) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try {
            HttpResponse<byte[]> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            for (String name : new String[] {"Content-Type", "X-elastic-product"}) {
                answer.headers()
                        .firstValue(name)
                        .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
            }
            boolean none = exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0;
            exchange.sendResponseHeaders(answer.statusCode(), none ? -1 : answer.body().length);
            if (!none) {
                exchange.getResponseBody().write(answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
