package dev.musubi.platform;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import dev.musubi.platform.HubException.StoreAway;
import java.time.Duration;
import java.util.function.Function;
import org.bson.BsonBinary;

/**
 * Runs transactions one after the other in one MongoDB session, which others may end when the
 * worker that has it is gone. Not thread safe.
 */
public final class Transactions implements AutoCloseable {

    private static final int WRITE_CONFLICT = 112;
    private static final int DUPLICATE_KEY = 11000;
    private static final int COMMIT_ATTEMPTS = 5;

    /** Each attempt may wait for a primary; after so long the caller is told. */
    private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(5);

    private static final TransactionOptions OPTIONS =
            TransactionOptions.builder()
                    .readConcern(ReadConcern.SNAPSHOT)
                    .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                    .build();

    private final DocumentStore store;
    private ClientSession session;

    public Transactions(DocumentStore store) {
        this.store = store;
        this.session = store.session();
    }

    /** Another transaction was first: read again, decide again. */
    public static final class Contended extends RuntimeException {
        Contended(Throwable cause) {
            super("another transaction was first", cause);
        }
    }

    /** The id of the session, by which its open transaction can be ended from outside. */
    public BsonBinary sessionId() {
        return session.getServerSession().getIdentifier().getBinary("id");
    }

    /**
     * Runs the work and commits it.
     *
     * @throws Contended where another transaction wrote what this one read or writes
     * @throws StoreAway where MongoDB does not answer; whether it was committed shows in the data
     */
    public <T> T run(Function<Transaction, T> work) {
        try {
            session.startTransaction(OPTIONS);
            T result = work.apply(new Transaction(session));
            commit();
            return result;
        } catch (MongoException e) {
            abort();
            throw classified(e);
        } catch (RuntimeException e) {
            abort();
            throw e;
        }
    }

    private void commit() {
        long deadline = System.nanoTime() + COMMIT_PATIENCE.toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                session.commitTransaction();
                return;
            } catch (MongoException e) {
                boolean unknown =
                        e.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL);
                boolean late = System.nanoTime() - deadline > 0;
                if (!unknown || late || attempt == COMMIT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void abort() {
        try {
            if (session.hasActiveTransaction()) {
                session.abortTransaction();
            }
        } catch (MongoException | IllegalStateException gone) {
            // The server ends it by itself; a session in doubt is not used again.
            session.close();
            session = store.session();
        }
    }

    private static RuntimeException classified(MongoException e) {
        boolean transientError = e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL);
        if (e.getCode() == WRITE_CONFLICT || e.getCode() == DUPLICATE_KEY) {
            return new Contended(e);
        }
        if (e instanceof MongoBulkWriteException bulk
                && bulk.getWriteErrors().stream()
                        .allMatch(
                                w -> w.getCode() == DUPLICATE_KEY || w.getCode() == WRITE_CONFLICT)
                && !bulk.getWriteErrors().isEmpty()) {
            return new Contended(e);
        }
        if (transientError && e.getCode() > 0) {
            return new Contended(e);
        }
        return new StoreAway("MongoDB did not finish the transaction", Duration.ofSeconds(2), e);
    }

    @Override
    public void close() {
        session.close();
    }
}
