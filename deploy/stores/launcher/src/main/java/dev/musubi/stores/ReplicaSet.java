package dev.musubi.stores;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.util.List;
import org.bson.Document;

/**
 * A replica set of one on a loopback port: transactions and majority writes need a set. Asked again
 * and again after a start until the node is primary.
 */
final class ReplicaSet implements AutoCloseable {
    static final String NAME = "musubi";

    private final String host;
    private final MongoClient client;
    private boolean configured;

    ReplicaSet(int port) {
        this.host = Ports.LOOPBACK + ":" + port;
        this.client =
                MongoClients.create(
                        MongoClientSettings.builder()
                                .applyConnectionString(
                                        new ConnectionString(
                                                "mongodb://"
                                                        + host
                                                        + "/?directConnection=true"
                                                        + "&serverSelectionTimeoutMS=2000"))
                                .build());
    }

    boolean isPrimary() {
        try {
            MongoDatabase admin = client.getDatabase("admin");
            if (admin.runCommand(new Document("hello", 1)).getBoolean("isWritablePrimary", false)) {
                return true;
            }
            if (!configured) {
                configure(admin);
                configured = true;
            }
            return false;
        } catch (MongoException betweenStates) {
            return false; // reading its configuration, or the election cut the connection
        }
    }

    /** First start: initiate. On another port: the node must find itself in its set again. */
    private void configure(MongoDatabase admin) {
        Document stored =
                client.getDatabase("local").getCollection("system.replset").find().first();
        if (stored == null) {
            Document member = new Document("_id", 0).append("host", host);
            admin.runCommand(
                    new Document(
                            "replSetInitiate",
                            new Document("_id", NAME)
                                    .append("version", 1)
                                    .append("members", List.of(member))));
            return;
        }
        Document member = stored.getList("members", Document.class).getFirst();
        if (!host.equals(member.getString("host"))) {
            member.put("host", host);
            stored.put("version", stored.getInteger("version") + 1);
            admin.runCommand(new Document("replSetReconfig", stored).append("force", true));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
