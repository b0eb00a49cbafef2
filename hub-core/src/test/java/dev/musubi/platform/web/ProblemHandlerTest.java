package dev.musubi.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Json;
import dev.musubi.platform.Problem;
import java.time.Duration;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

class ProblemHandlerTest {

    private static final String PRIVATE = "hanako@example.jp";
    private static final ServerAddress SERVER = new ServerAddress("localhost", 27017);

    @RestController
    private record Failing(RuntimeException failure) {
        @GetMapping("/it")
        @SuppressWarnings({"UnusedMethod", "DoNotCallSuggester"}) // Spring calls it
        String it() {
            throw failure;
        }
    }

    static Stream<RuntimeException> outages() {
        return Stream.of(
                new StoreAway("MongoDB does not answer", Duration.ofMillis(1_100), null),
                new MongoTimeoutException("no server for " + PRIVATE),
                new MongoSocketReadException("gone", SERVER),
                new MongoNotPrimaryException(
                        new BsonDocument("code", new BsonInt32(10107)), SERVER));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void aStoreThatIsAwayIsWorthAnotherTry(RuntimeException outage) throws Exception {
        MockHttpServletResponse answer = answer(outage);

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeader("Retry-After")).isEqualTo("2");
        assertThat(answer.getContentAsString()).doesNotContain(PRIVATE, "com.mongodb", "27017");
    }

    static Stream<RuntimeException> faults() {
        return Stream.of(
                new IllegalStateException(PRIVATE),
                new NullPointerException(PRIVATE),
                new MongoClientException(PRIVATE),
                new MongoCommandException(
                        new BsonDocument("code", new BsonInt32(2))
                                .append("errmsg", new BsonString(PRIVATE)),
                        SERVER));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultOfOursTellsOnlyWhereTheLogHasIt(RuntimeException fault) throws Exception {
        MockHttpServletResponse answer = answer(fault);

        assertThat(answer.getStatus()).isEqualTo(500);
        JsonNode problem = Json.read(answer.getContentAsString());
        assertThat(problem.path("detail").asText())
                .matches(".*its log has it under [0-9a-f-]{36}")
                .doesNotContain(PRIVATE);
        assertThat(answer.getContentAsString()).doesNotContain("Exception", "at dev.musubi");
    }

    @Test
    void aRefusalIsTheProblemThatItCarries() throws Exception {
        MockHttpServletResponse answer =
                answer(new Refused(Problem.invalid("data.lines[3].sku", "at most 256 characters")));

        assertThat(answer.getStatus()).isEqualTo(422);
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
        assertThat(Json.read(answer.getContentAsString()).path("field").asText())
                .isEqualTo("data.lines[3].sku");
    }

    @Test
    void anOverloadSaysWhenToComeAgainInWholeSeconds() throws Exception {
        MockHttpServletResponse answer =
                answer(new Overloaded("the queue is full", Duration.ofMillis(20)));

        assertThat(answer.getStatus()).isEqualTo(429);
        assertThat(answer.getHeader("Retry-After")).isEqualTo("1");
    }

    private static MockHttpServletResponse answer(RuntimeException failure) throws Exception {
        return MockMvcBuilders.standaloneSetup(new Failing(failure))
                .setControllerAdvice(new ProblemHandler())
                .build()
                .perform(get("/it"))
                .andReturn()
                .getResponse();
    }
}
