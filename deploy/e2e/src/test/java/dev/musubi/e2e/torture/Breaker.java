package dev.musubi.e2e.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A line between writers and hub that breaks at random: it carries bytes to a port of this machine,
 * and cuts some of the exchanges off, each at one of four moments.
 */
final class Breaker implements AutoCloseable {

    /** When an exchange is cut off. */
    private enum Cut {
        NEVER,
        /** Half of the request's first bytes went out. */
        WITHIN_REQUEST,
        /** The request's first bytes went out, which may be all of it. */
        AFTER_REQUEST,
        /** The hub has answered, and nothing of it came through. */
        BEFORE_ANSWER,
        /** Half of the answer's first bytes came through. */
        WITHIN_ANSWER
    }

    private static final Cut[] CUTS = {
        Cut.WITHIN_REQUEST, Cut.AFTER_REQUEST, Cut.BEFORE_ANSWER, Cut.WITHIN_ANSWER
    };

    private final int hub;
    private final int oneIn;
    private final ServerSocket server;
    private final Random random;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong broken = new AtomicLong();
    private volatile boolean whole;

    /**
     * @param hub the port that it leads to
     * @param oneIn of so many exchanges one is cut off
     */
    Breaker(int hub, int oneIn, long seed) throws IOException {
        this.hub = hub;
        this.oneIn = oneIn;
        this.random = new Random(seed);
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** How many exchanges were cut off. */
    long broken() {
        return broken.get();
    }

    /** From now on nothing is cut off. */
    void hold() {
        whole = true;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                // the test is over, or a client has gone before it was there
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket store = new Socket(InetAddress.getLoopbackAddress(), hub);
            open.add(store);
            Line line = new Line(client, store);
            Thread.ofVirtual().start(line::answers);
            line.requests();
        } catch (IOException dead) {
            hangUp(client); // the hub does not listen, so nobody does
        }
    }

    private synchronized Cut draw() {
        return whole || random.nextInt(oneIn) > 0 ? Cut.NEVER : CUTS[random.nextInt(CUTS.length)];
    }

    private void hangUp(Socket socket) {
        open.remove(socket);
        try {
            if (random.nextBoolean()) {
                socket.setSoLinger(true, 0); // a reset in place of an end
            }
            socket.close();
        } catch (IOException gone) {
            // it is closed already, which is all that is wanted
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(this::hangUp);
    }

    /** One connection: requests go one way, their answers the other, in turn. */
    private final class Line {
        private final Socket client;
        private final Socket store;
        private volatile Cut cut = Cut.NEVER;
        private volatile boolean answered = true;

        private Line(Socket client, Socket store) {
            this.client = client;
            this.store = store;
        }

        private void requests() {
            carry(client, store, this::request);
        }

        private void answers() {
            carry(store, client, this::answer);
        }

        private boolean request(byte[] bytes, int count, OutputStream out) throws IOException {
            if (answered) {
                answered = false;
                cut = draw();
            }
            out.write(bytes, 0, cut == Cut.WITHIN_REQUEST ? count / 2 : count);
            out.flush();
            return cut != Cut.WITHIN_REQUEST && cut != Cut.AFTER_REQUEST;
        }

        private boolean answer(byte[] bytes, int count, OutputStream out) throws IOException {
            answered = true;
            if (cut != Cut.BEFORE_ANSWER) {
                out.write(bytes, 0, cut == Cut.WITHIN_ANSWER ? count / 2 : count);
                out.flush();
            }
            return cut == Cut.NEVER;
        }

        private void carry(Socket from, Socket to, Carried carried) {
            byte[] bytes = new byte[16_384];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    if (!carried.on(bytes, count, out)) {
                        broken.incrementAndGet();
                        break;
                    }
                }
            } catch (IOException ended) {
                // one side has hung up, so the other is hung up too
            }
            hangUp(from);
            hangUp(to);
        }
    }

    private interface Carried {
        /** Whether the line holds. */
        boolean on(byte[] bytes, int count, OutputStream out) throws IOException;
    }
}
