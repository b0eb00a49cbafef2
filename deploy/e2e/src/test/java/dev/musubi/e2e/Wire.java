package dev.musubi.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/**
 * One kept-alive connection to a hub, as bare as it can be: thousands of them find room beside what
 * they press on, and each does on the wire exactly what a test wants. Of one thread.
 */
final class Wire implements AutoCloseable {

    /**
     * An answer.
     *
     * @param retryAfter seconds; 0 where the header is missing
     */
    record Answer(int status, int retryAfter, String body) {}

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String headers;

    Wire(URI hub) throws IOException {
        this(hub, 0);
    }

    /**
     * @param window bytes that the hub may send ahead of what is read; 0: as the system likes
     */
    Wire(URI hub, int window) throws IOException {
        this.socket = new Socket();
        if (window > 0) {
            socket.setReceiveBufferSize(window);
        }
        socket.connect(new InetSocketAddress(hub.getHost(), hub.getPort()), 30_000);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(120_000);
        this.in = new BufferedInputStream(socket.getInputStream(), 2_048);
        this.out = socket.getOutputStream();
        this.headers =
                "Host: "
                        + hub.getAuthority()
                        + "\r\nAuthorization: Bearer "
                        + HubProcess.KEY
                        + "\r\n";
    }

    Answer get(String path) throws IOException {
        send("GET " + path + " HTTP/1.1\r\n" + headers + "\r\n");
        return answer();
    }

    Answer post(String path, String json) throws IOException {
        send(head(path, json.getBytes(UTF_8).length) + json);
        return answer();
    }

    /** The beginning of a post with a body of so many bytes. */
    String head(String path, int length) {
        return "POST "
                + path
                + " HTTP/1.1\r\n"
                + headers
                + "Content-Type: application/json\r\nContent-Length: "
                + length
                + "\r\n\r\n";
    }

    /** A whole request of which no answer is awaited. */
    String asking(String path) {
        return "GET " + path + " HTTP/1.1\r\n" + headers + "\r\n";
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }

    /** Whether the hub has let go of this connection, within so many milliseconds. */
    boolean endsWithin(int millis) throws IOException {
        socket.setSoTimeout(Math.max(1, millis));
        try {
            while (in.read() >= 0) {
                continue; // what it still had to say
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    Answer answer() throws IOException {
        String status = line();
        int length = 0;
        int retryAfter = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("retry-after:")) {
                retryAfter = Integer.parseInt(lower.substring(12).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.contains("chunked");
            }
        }
        String body = chunked ? chunks() : new String(exactly(length), UTF_8);
        return new Answer(Integer.parseInt(status.substring(9, 12)), retryAfter, body);
    }

    private String chunks() throws IOException {
        var whole = new java.io.ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line().strip(), 16);
            whole.writeBytes(exactly(size));
            line();
            if (size == 0) {
                return whole.toString(UTF_8);
            }
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the hub closed the connection");
        }
        return bytes;
    }

    private String line() throws IOException {
        var text = new StringBuilder(80);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the hub closed the connection");
            }
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return new String(text.toString().getBytes(ISO_8859_1), UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
