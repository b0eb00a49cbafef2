package dev.musubi.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteError;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ServerId;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the driver's exceptions say that MongoDB is away: those of an election among them. */
class OutagesTest {

    private static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 27017);

    static List<RuntimeException> away() {
        MongoException unlabelled = new MongoException("the primary is gone");
        MongoException labelled = new MongoException(-2, "a write that may be sent again");
        labelled.addLabel("RetryableWriteError");
        return List.of(
                new MongoTimeoutException("no primary within five seconds"),
                new MongoSocketReadException("closed", SERVER),
                new MongoSocketReadTimeoutException(
                        "silent", SERVER, new SocketTimeoutException("read")),
                new MongoNotPrimaryException(answer(10107), SERVER),
                new MongoConnectionPoolClearedException(
                        new ServerId(new ClusterId(), SERVER), unlabelled),
                new MongoCursorNotFoundException(7, answer(43), SERVER),
                labelled,
                bulk(null, 11602),
                bulk(new WriteConcernError(91, "ShutdownInProgress", "", new BsonDocument())),
                bulk(new WriteConcernError(64, "WriteConcernTimeout", "", new BsonDocument())),
                new MongoWriteException(
                        new WriteError(189, "PrimarySteppedDown", new BsonDocument()),
                        SERVER,
                        Set.of()));
    }

    static List<RuntimeException> ours() {
        return List.of(
                new IllegalStateException("a mistake"),
                new MongoConfigurationException("a wrong setting"),
                new MongoClientException("a mistake of the caller"),
                bulk(null, 11000),
                bulk(null, 11602, 2),
                new MongoWriteException(
                        new WriteError(11000, "DuplicateKey", new BsonDocument()),
                        SERVER,
                        Set.of()));
    }

    @ParameterizedTest
    @MethodSource
    void away(RuntimeException failure) {
        assertThat(Outages.of(failure)).isPresent();
    }

    @ParameterizedTest
    @MethodSource
    void ours(RuntimeException failure) {
        assertThat(Outages.of(failure)).isEmpty();
    }

    /** As the server names them: of an election, a shutdown, a lost connection between servers. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                6, 7, 43, 89, 91, 133, 134, 175, 189, 262, 9001, 10107, 11600, 11602, 13388, 13435,
                13436
            })
    void aCommandThatFailsWithThisCodeMayBeRepeated(int code) {
        assertThat(Outages.of(new MongoCommandException(answer(code), SERVER))).isPresent();
    }

    /** What no waiting mends. */
    @ParameterizedTest
    @ValueSource(ints = {2, 9, 13, 26, 59, 11000, 17419})
    void aCommandThatFailsWithThisCodeIsOurFault(int code) {
        assertThat(Outages.of(new MongoCommandException(answer(code), SERVER))).isEmpty();
    }

    private static BsonDocument answer(int code) {
        return new BsonDocument("ok", new BsonInt32(0)).append("code", new BsonInt32(code));
    }

    private static MongoBulkWriteException bulk(
            @Nullable WriteConcernError concern, int... errors) {
        List<BulkWriteError> failed =
                java.util.stream.IntStream.range(0, errors.length)
                        .mapToObj(i -> new BulkWriteError(errors[i], "", new BsonDocument(), i))
                        .toList();
        return new MongoBulkWriteException(
                BulkWriteResult.unacknowledged(), failed, concern, SERVER, Set.of());
    }
}
