package dev.musubi.platform;

import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import dev.musubi.platform.HubException.StoreAway;
import java.time.Duration;
import java.util.Optional;

/** Tells a MongoDB that is away from a mistake of ours, by the driver's exceptions. */
public final class Outages {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private Outages() {}

    /** The outage behind a failure, or nothing where MongoDB is not the reason. */
    public static Optional<StoreAway> of(RuntimeException failure) {
        return switch (failure) {
            case StoreAway away -> Optional.of(away);
            case MongoTimeoutException e -> away(e);
            case MongoSocketException e -> away(e);
            case MongoNotPrimaryException e -> away(e);
            case MongoNodeIsRecoveringException e -> away(e);
            case MongoExecutionTimeoutException e -> away(e);
            case MongoWriteConcernException e -> away(e);
            case MongoInterruptedException e -> away(e);
            case MongoException e
                    when e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL) ->
                    away(e);
            default -> Optional.empty();
        };
    }

    private static Optional<StoreAway> away(MongoException e) {
        return Optional.of(new StoreAway("MongoDB does not answer", RETRY_AFTER, e));
    }
}
