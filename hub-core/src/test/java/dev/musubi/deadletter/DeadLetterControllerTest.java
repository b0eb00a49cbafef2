package dev.musubi.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.Appended;
import dev.musubi.event.Appended.Status;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Json;
import dev.musubi.platform.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class DeadLetterControllerTest {

    private static final Problem TOO_LONG =
            new Problem(422, "invalid-field", "Wrong", "data.lines: at most 2000", "data.lines");

    private DocumentStore documents;
    private DeadLetters letters;
    private MockMvc rest;
    private List<Appended> results = List.of();

    @BeforeEach
    void open() {
        documents = Fresh.store();
        letters =
                DeadLetters.over(
                        documents,
                        Clock.fixed(Instant.parse("2026-11-22T01:15:30.5Z"), ZoneOffset.UTC),
                        new SimpleMeterRegistry(),
                        () -> List.of(shopify()),
                        List::of);
        rest = MockMvcBuilders.standaloneSetup(new DeadLetterController(letters)).build();
    }

    @AfterEach
    void drop() {
        documents.database().drop();
        documents.close();
    }

    @Test
    void theListHasNoOriginalsAndOneLetterHasItsOwn() throws Exception {
        String id = letters.keep(message("not JSON \u0001"));

        JsonNode item = answer(get("/api/v1/dead-letters")).path("items").path(0);
        JsonNode one = answer(get("/api/v1/dead-letters/" + id));

        assertThat(item.path("id").asText()).isEqualTo(id);
        assertThat(item.path("state").asText()).isEqualTo("open");
        assertThat(item.path("place").asText()).isEqualTo("webhook");
        assertThat(item.path("original").isNull() || item.path("original").isMissingNode())
                .isTrue();
        assertThat(Base64.getDecoder().decode(one.path("original").asText()))
                .isEqualTo("not JSON \u0001".getBytes(UTF_8));
    }

    @Test
    void theListGoesOnWhereItsNextSays() throws Exception {
        letters.keep(message("1"));
        letters.keep(message("2"));
        letters.keep(message("3"));

        JsonNode first = answer(get("/api/v1/dead-letters?limit=2&state=open&channel=shopify"));
        JsonNode second =
                answer(get("/api/v1/dead-letters?limit=2&cursor=" + first.path("next").asText()));

        assertThat(first.path("items")).hasSize(2);
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("next").isTextual()).isFalse();
        assertThat(answer(get("/api/v1/dead-letters?channel=files")).path("items")).isEmpty();
        assertThat(answer(get("/api/v1/dead-letters?state=replayed")).path("items")).isEmpty();
    }

    @Test
    void aReplayAnswersWhatBecameOfEachEvent() throws Exception {
        String id = letters.keep(message("1"));
        results =
                List.of(
                        new Appended("shopify:main", "e-1", Status.ACCEPTED, null),
                        new Appended("shopify:main", "e-2", Status.REJECTED, TOO_LONG));

        JsonNode answer = answer(post("/api/v1/dead-letters/" + id + "/replay"));

        assertThat(answer.path("state").asText()).isEqualTo("open");
        assertThat(answer.path("attempts").asInt()).isEqualTo(1);
        assertThat(answer.path("results").path(0).path("status").asText()).isEqualTo("accepted");
        assertThat(answer.path("results").path(1).path("problem").path("type").asText())
                .isEqualTo("urn:musubi:problem:invalid-field");
    }

    @Test
    void anUnknownLetterAndAnUnknownStateAreRefused() {
        assertThatThrownBy(() -> answer(get("/api/v1/dead-letters/nothing")))
                .hasCauseInstanceOf(Refused.class);
        assertThatThrownBy(() -> answer(get("/api/v1/dead-letters?state=lost")))
                .hasCauseInstanceOf(Refused.class);
    }

    private JsonNode answer(RequestBuilder request) throws Exception {
        return Json.read(rest.perform(request).andReturn().getResponse().getContentAsString(UTF_8));
    }

    private Redelivery shopify() {
        return new Redelivery() {
            @Override
            public String channel() {
                return "shopify";
            }

            @Override
            public List<Appended> redeliver(Undelivered letter) {
                return results;
            }
        };
    }

    private static Undelivered message(String original) {
        return new Undelivered(
                "shopify",
                "main",
                "webhook",
                "not JSON",
                "application/json",
                original.getBytes(UTF_8),
                Map.of("x-shopify-topic", "orders/create"));
    }
}
