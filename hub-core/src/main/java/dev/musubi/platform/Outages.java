package dev.musubi.platform;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import dev.musubi.platform.HubException.StoreAway;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Tells a MongoDB that is away from a mistake of ours, by the driver's exceptions. */
public final class Outages {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private static final String RETRYABLE_WRITE = "RetryableWriteError";

    /**
     * What a server answers while it loses its place or its others, and what it no longer knows
     * then: HostUnreachable, HostNotFound, CursorNotFound, NetworkTimeout, ShutdownInProgress,
     * FailedToSatisfyReadPreference, ReadConcernMajorityNotAvailableYet, QueryPlanKilled,
     * PrimarySteppedDown, ExceededTimeLimit, SocketException, NotWritablePrimary,
     * InterruptedAtShutdown, InterruptedDueToReplStateChange, StaleConfig, NotPrimaryNoSecondaryOk,
     * NotPrimaryOrSecondary (MongoDB's error_codes.yml).
     */
    private static final Set<Integer> PASSING =
            Set.of(
                    6, 7, 43, 89, 91, 133, 134, 175, 189, 262, 9001, 10107, 11600, 11602, 13388,
                    13435, 13436);

    private Outages() {}

    /** The outage behind a failure, or nothing where MongoDB is not the reason. */
    public static Optional<StoreAway> of(RuntimeException failure) {
        return switch (failure) {
            case StoreAway away -> Optional.of(away);
            case MongoTimeoutException e -> away(e);
            case MongoSocketException e -> away(e);
            case MongoNotPrimaryException e -> away(e);
            case MongoNodeIsRecoveringException e -> away(e);
            case MongoConnectionPoolClearedException e -> away(e);
            case MongoServerUnavailableException e -> away(e);
            case MongoExecutionTimeoutException e -> away(e);
            case MongoWriteConcernException e -> away(e);
            case MongoInterruptedException e -> away(e);
            case MongoBulkWriteException e when passing(e) -> away(e);
            case MongoException e when passing(e) -> away(e);
            default -> Optional.empty();
        };
    }

    private static boolean passing(MongoException e) {
        return PASSING.contains(e.getCode())
                || e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)
                || e.hasErrorLabel(RETRYABLE_WRITE);
    }

    /** One write that failed for a reason of its own is a mistake, whatever else there was. */
    private static boolean passing(MongoBulkWriteException e) {
        return e.getWriteErrors().stream().allMatch(w -> PASSING.contains(w.getCode()))
                && !(e.getWriteErrors().isEmpty() && e.getWriteConcernError() == null);
    }

    private static Optional<StoreAway> away(MongoException e) {
        return Optional.of(new StoreAway("MongoDB does not answer", RETRY_AFTER, e));
    }
}
