package dev.musubi.platform;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The connection to MongoDB, the truth. Writes are acknowledged by a majority and the journal,
 * reads see what a majority has. Thread safe; close it last.
 */
public final class DocumentStore implements AutoCloseable {

    private static final int NAMESPACE_EXISTS = 48;

    /** For a primary to be there, and for a connection to it to be free. */
    private static final int PATIENCE_SECONDS = 5;

    /**
     * A server that stands still is found out after this and the time to connect; what waits for a
     * connection to it fails then, and is sent to its successor.
     */
    private static final int HEARTBEAT_SECONDS = 3;

    private static final int CONNECT_SECONDS = 3;

    /**
     * For an answer of a server that others wait for: the driver does not end what was sent to one
     * that is found to stand still.
     */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private static final WriteConcern DURABLE = WriteConcern.MAJORITY.withJournal(true);

    private final MongoClient client;
    private final MongoDatabase database;

    private DocumentStore(MongoClient client, MongoDatabase database) {
        this.client = client;
        this.database = database;
    }

    /**
     * Connects; nothing is sent yet.
     *
     * @param uri a MongoDB connection string of a replica set, credentials and TLS options included
     * @param databaseName used where the connection string names no database
     */
    public static DocumentStore connect(String uri, String databaseName) {
        return connect(uri, databaseName, null, ANSWER);
    }

    /**
     * Connects; nothing is sent yet.
     *
     * @param uri a MongoDB connection string of a replica set, credentials and TLS options included
     * @param databaseName used where the connection string names no database
     * @param caFile a PEM file with the certificates to trust; absent: those that Java trusts.
     *     Where it is given, TLS is spoken whatever the connection string says
     * @param answer how long a server may take to answer, or to give the next part of an answer
     */
    public static DocumentStore connect(
            String uri, String databaseName, @Nullable Path caFile, Duration answer) {
        ConnectionString connection = new ConnectionString(uri);
        MongoClientSettings.Builder settings =
                MongoClientSettings.builder()
                        .applicationName("musubi")
                        .applyConnectionString(connection)
                        .applyToClusterSettings(
                                c -> c.serverSelectionTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .applyToConnectionPoolSettings(
                                p -> p.maxWaitTime(2 * PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .applyToServerSettings(
                                s -> s.heartbeatFrequency(HEARTBEAT_SECONDS, TimeUnit.SECONDS))
                        .applyToSocketSettings(
                                s ->
                                        s.connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                                                .readTimeout(
                                                        answer.toMillis(), TimeUnit.MILLISECONDS))
                        .readPreference(ReadPreference.primary())
                        .readConcern(ReadConcern.MAJORITY)
                        .writeConcern(DURABLE);
        if (caFile != null) {
            settings.applyToSslSettings(
                    tls -> tls.enabled(true).context(Certificates.trusting(caFile)));
        }
        MongoClient client = MongoClients.create(settings.build());
        String name = connection.getDatabase() == null ? databaseName : connection.getDatabase();
        return new DocumentStore(client, client.getDatabase(name));
    }

    /** The collection, made where it is missing: none is made inside a transaction. */
    public MongoCollection<Document> collection(String name) {
        try {
            database.createCollection(name);
        } catch (MongoCommandException e) {
            if (e.getCode() != NAMESPACE_EXISTS) {
                throw e;
            }
        }
        return database.getCollection(name);
    }

    public MongoDatabase database() {
        return database;
    }

    public MongoClient client() {
        return client;
    }

    public ClientSession session() {
        return client.startSession();
    }

    /**
     * The name of the replica set; nothing where the server belongs to none. A router counts as
     * one.
     */
    public Optional<String> replicaSet() {
        Document hello = client.getDatabase("admin").runCommand(new Document("hello", 1));
        String name = hello.getString("setName");
        return "isdbgrid".equals(hello.getString("msg"))
                ? Optional.of("sharded")
                : Optional.ofNullable(name);
    }

    /** The version of the server; empty while none answers. */
    public String version() {
        try {
            return client.getDatabase("admin")
                    .runCommand(new Document("buildInfo", 1))
                    .getString("version");
        } catch (MongoException away) {
            return "";
        }
    }

    /** Whether a primary answers now. */
    public boolean answers() {
        try {
            return Boolean.TRUE.equals(
                    client.getDatabase("admin")
                            .runCommand(new Document("hello", 1))
                            .getBoolean("isWritablePrimary"));
        } catch (MongoException away) {
            return false;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
