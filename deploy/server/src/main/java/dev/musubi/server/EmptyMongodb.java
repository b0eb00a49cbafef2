package dev.musubi.server;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.bson.BsonArray;
import org.bson.BsonBinaryWriter;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/**
 * Answers as a MongoDB that has nothing and keeps nothing, on a loopback port of its own: for a
 * {@link Rehearsal}, which must touch no store. Speaks OP_MSG, and OP_QUERY for the first greeting
 * (MongoDB Wire Protocol). Every search finds nothing, every write succeeds.
 */
final class EmptyMongodb implements AutoCloseable {

    private static final int OP_REPLY = 1;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;
    private static final int HEADER = 16;
    private static final int WIRE_VERSION = 17;
    private static final long OPEN_CURSOR = 1;
    private static final long PATIENCE_NANOS = 100_000_000;

    private final ServerSocket server;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    private EmptyMongodb(ServerSocket server) {
        this.server = server;
    }

    static EmptyMongodb open() throws IOException {
        EmptyMongodb store =
                new EmptyMongodb(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(store::accept);
        return store;
    }

    String uri() {
        return "mongodb://" + host() + "/?directConnection=true";
    }

    private String host() {
        return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                clients.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            while (true) {
                ByteBuffer header = little(in.readNBytes(HEADER));
                if (header.remaining() < HEADER) {
                    return;
                }
                int length = header.getInt();
                int request = header.getInt();
                header.getInt();
                int code = header.getInt();
                ByteBuffer message = little(in.readNBytes(length - HEADER));
                answer(client.getOutputStream(), request, code, message);
            }
        } catch (EOFException | SocketException gone) {
            // The hub that was rehearsed has ended.
        } catch (IOException e) {
            throw new UncheckedIOException("a rehearsal lost its connection", e);
        } finally {
            clients.remove(client);
        }
    }

    private void answer(OutputStream out, int request, int code, ByteBuffer message)
            throws IOException {
        switch (code) {
            case OP_QUERY -> {
                message.getInt();
                while (message.get() != 0) {
                    // the name of the collection
                }
                message.position(message.position() + 8);
                byte[] reply = bytes(answer(document(message), 0));
                byte[] head = new byte[20];
                little(head).putInt(16, 1);
                send(out, request, OP_REPLY, head, reply);
            }
            case OP_MSG -> {
                message.getInt();
                message.get();
                BsonDocument command = document(message);
                byte[] reply = bytes(answer(command, documents(message)));
                send(out, request, OP_MSG, new byte[5], reply);
            }
            default -> throw new IOException("a message of an unknown kind: " + code);
        }
    }

    private static void send(OutputStream out, int request, int code, byte[] head, byte[] reply)
            throws IOException {
        byte[] answer = new byte[HEADER + head.length + reply.length];
        little(answer)
                .putInt(answer.length)
                .putInt(0)
                .putInt(request)
                .putInt(code)
                .put(head)
                .put(reply);
        out.write(answer);
        out.flush();
    }

    /** How many documents the sections behind the command carry. */
    private static int documents(ByteBuffer message) {
        int documents = 0;
        while (message.hasRemaining()) {
            message.get();
            int end = message.position() + message.getInt();
            while (message.get() != 0) {
                // the name of the section
            }
            while (message.position() < end) {
                document(message);
                documents++;
            }
        }
        return documents;
    }

    private static BsonDocument document(ByteBuffer message) {
        byte[] bytes = new byte[message.getInt(message.position())];
        message.get(bytes);
        return new RawBsonDocument(bytes);
    }

    private BsonDocument answer(BsonDocument command, int documents) {
        BsonDocument answer =
                switch (command.getFirstKey()) {
                    case "hello", "isMaster", "ismaster" -> hello();
                    case "find", "listIndexes", "listCollections" -> cursor("firstBatch", 0);
                    case "aggregate" ->
                            cursor("firstBatch", isChangeStream(command) ? OPEN_CURSOR : 0);
                    case "getMore" -> {
                        LockSupport.parkNanos(PATIENCE_NANOS);
                        yield cursor("nextBatch", OPEN_CURSOR);
                    }
                    case "findAndModify" -> new BsonDocument("value", BsonNull.VALUE);
                    case "insert", "update", "delete", "count" ->
                            new BsonDocument("n", new BsonInt32(documents));
                    default -> new BsonDocument();
                };
        return answer.append("ok", new BsonInt32(1));
    }

    private BsonDocument hello() {
        return new BsonDocument("helloOk", BsonBoolean.TRUE)
                .append("ismaster", BsonBoolean.TRUE)
                .append("isWritablePrimary", BsonBoolean.TRUE)
                .append("setName", new BsonString("empty"))
                .append("setVersion", new BsonInt32(1))
                .append("me", new BsonString(host()))
                .append("hosts", new BsonArray(List.of(new BsonString(host()))))
                .append("maxBsonObjectSize", new BsonInt32(16 << 20))
                .append("maxMessageSizeBytes", new BsonInt32(48_000_000))
                .append("maxWriteBatchSize", new BsonInt32(100_000))
                .append("localTime", new BsonDateTime(0))
                .append("logicalSessionTimeoutMinutes", new BsonInt32(30))
                .append("minWireVersion", new BsonInt32(0))
                .append("maxWireVersion", new BsonInt32(WIRE_VERSION));
    }

    private static boolean isChangeStream(BsonDocument command) {
        BsonArray stages = command.getArray("pipeline", new BsonArray());
        return !stages.isEmpty() && stages.get(0).asDocument().containsKey("$changeStream");
    }

    private static BsonDocument cursor(String batch, long id) {
        return new BsonDocument(
                "cursor",
                new BsonDocument(batch, new BsonArray())
                        .append("id", new BsonInt64(id))
                        .append("ns", new BsonString("musubi.empty"))
                        .append(
                                "postBatchResumeToken",
                                new BsonDocument("_data", new BsonString("00"))));
    }

    private static byte[] bytes(BsonDocument document) {
        try (BasicOutputBuffer buffer = new BasicOutputBuffer();
                BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            new BsonDocumentCodec().encode(writer, document, EncoderContext.builder().build());
            return buffer.toByteArray();
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
