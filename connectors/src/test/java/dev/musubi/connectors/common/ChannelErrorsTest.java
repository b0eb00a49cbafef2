package dev.musubi.connectors.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.deadletter.Undelivered;
import dev.musubi.platform.HubException.StoreAway;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A route of two steps, of which the last may fail. */
class ChannelErrorsTest {

    private final List<Undelivered> letters = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();

    private CamelContext context;
    private ProducerTemplate template;

    /** One row of a file. */
    record Row(String text) implements Original {
        @Override
        public Undelivered undelivered(String reason) {
            return new Undelivered(
                    "pos", "ginza", "a.csv:1", reason, "text/csv", text.getBytes(UTF_8), Map.of());
        }
    }

    @BeforeEach
    void start() throws Exception {
        context = new DefaultCamelContext();
        context.addRoutesConfigurations(new ChannelErrors(letters::add));
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:pushed")
                                .routeConfigurationId(ChannelErrors.PUSHED)
                                .transform()
                                .body(Row.class, Row::text)
                                .transform()
                                .body(String.class, ChannelErrorsTest.this::take);
                    }
                });
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void whatCannotBeReadIsSetAsideAsItCameAndTheRestGoesOn() {
        List.of("1", "bad", "2").forEach(row -> template.sendBody("direct:pushed", new Row(row)));

        assertThat(taken).containsExactly("1", "2");
        assertThat(letters).hasSize(1);
        assertThat(new String(letters.getFirst().original(), UTF_8)).isEqualTo("bad");
        assertThat(letters.getFirst().reason()).isEqualTo("not a row");
    }

    @Test
    void aPushedMessageIsNotTriedAgainWhileItsSenderWaits() {
        failures.add(new StoreAway("away", Duration.ofSeconds(1), null));

        assertThatThrownBy(() -> template.requestBody("direct:pushed", new Row("1")))
                .isInstanceOf(CamelExecutionException.class)
                .hasCauseInstanceOf(StoreAway.class);
        assertThat(taken).isEmpty();
        assertThat(letters).isEmpty();
    }

    @Test
    void aFaultOfOursIsSetAsideOnceAndItsWordsAreNotKept() {
        failures.add(new IllegalStateException("hanako@example.jp"));

        template.sendBody("direct:pushed", new Row("1"));

        assertThat(letters).hasSize(1);
        assertThat(letters.getFirst().reason())
                .contains("IllegalStateException")
                .doesNotContain("hanako");
    }

    private String take(String text) {
        if (!failures.isEmpty()) {
            throw failures.pop();
        }
        if (text.equals("bad")) {
            throw new Untranslatable("not a row");
        }
        taken.add(text);
        return text;
    }
}
