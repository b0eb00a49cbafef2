package dev.musubi.connectors.common;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.event.Sender;
import dev.musubi.platform.HubException.NotReady;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

/**
 * The door opens before the routes of the channels are up, and is open still when they are gone.
 */
class WebhookBeforeTheRoutesTest {

    @Test
    void theCallerIsToldToComeAgainBeforeTheRoutesAreUpAndAfterTheyAreGone() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            WebhookController door =
                    new WebhookController(
                            List.of(new Known()),
                            context.createProducerTemplate(),
                            new SimpleMeterRegistry());

            assertThatThrownBy(() -> send(door)).isInstanceOf(NotReady.class);

            context.getComponent("direct", DirectComponent.class).setBlock(false);
            context.start();
            assertThatThrownBy(() -> send(door)).isInstanceOf(NotReady.class);
        }
    }

    private static void send(WebhookController door) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/hooks/known/main");
        request.setContent(new byte[] {'{', '}'});
        door.receive("known", "main", request);
    }

    /** A channel with one account, of which nobody gets to ask. */
    private record Known() implements WebhookChannel, WebhookAccount {
        @Override
        public String name() {
            return "known";
        }

        @Override
        public Set<String> headers() {
            return Set.of();
        }

        @Override
        public Optional<WebhookAccount> account(String name) {
            return Optional.of(this);
        }

        @Override
        public Sender sender() {
            throw new AssertionError("nothing is taken");
        }

        @Override
        public boolean signed(Webhook webhook) {
            throw new AssertionError("nothing is taken");
        }

        @Override
        public Translation translate(Webhook webhook) {
            throw new AssertionError("nothing is taken");
        }
    }
}
