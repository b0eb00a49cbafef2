package dev.musubi.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/**
 * One kept-alive connection with one request at a time. As little as an HTTP client can be, because
 * it shares the cores with what it measures; it speaks only what the hub answers.
 */
final class Connection implements AutoCloseable {

    /** An answer: its status and its body. */
    record Answer(int status, String body) {}

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String headers;

    Connection(URI hub, String key) throws IOException {
        this.socket = new Socket(hub.getHost(), hub.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        this.in = new BufferedInputStream(socket.getInputStream(), 16_384);
        this.out = socket.getOutputStream();
        this.headers = "Host: " + hub.getAuthority() + "\r\nAuthorization: Bearer " + key + "\r\n";
    }

    Answer get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\n" + headers + "\r\n", new byte[0]);
    }

    Answer post(String path, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        return send(
                "POST "
                        + path
                        + " HTTP/1.1\r\n"
                        + headers
                        + "Content-Type: application/json\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n",
                body);
    }

    private Answer send(String head, byte[] body) throws IOException {
        byte[] first = head.getBytes(ISO_8859_1);
        byte[] all = new byte[first.length + body.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        out.write(all);
        String status = line();
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.contains("chunked");
            }
        }
        String answer = chunked ? chunks() : new String(exactly(length), UTF_8);
        return new Answer(Integer.parseInt(status.substring(9, 12)), answer);
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
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
