package dev.musubi.connectors.common;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The door for signed webhooks. It reads the exact bytes, bounded, and drops every header that the
 * channel does not know; what they mean is the route's affair. hub-core/docs/decisions says why
 * this is not Camel's own HTTP endpoint.
 */
@RestController
final class WebhookController {

    /** The largest body, in bytes. */
    static final int MAX_BODY = 5 * 1024 * 1024;

    private static final int MAX_HEADER = 512;

    private final Map<String, WebhookChannel> channels;
    private final ProducerTemplate routes;
    private final MeterRegistry meters;

    WebhookController(
            List<WebhookChannel> channels, ProducerTemplate routes, MeterRegistry meters) {
        this.channels =
                channels.stream().collect(toUnmodifiableMap(WebhookChannel::name, identity()));
        this.routes = routes;
        this.meters = meters;
    }

    @PostMapping("/hooks/{channel}/{account}")
    ResponseEntity<Void> receive(
            @PathVariable String channel, @PathVariable String account, HttpServletRequest request)
            throws IOException {
        WebhookChannel known = channels.get(channel);
        if (known == null) {
            meters.counter("musubi.webhooks", "channel", "unknown", "outcome", "unproven")
                    .increment();
            throw new Refused(WebhookIntake.UNPROVEN);
        }
        Webhook webhook =
                new Webhook(
                        channel,
                        account,
                        allowed(known, request),
                        request.getContentType() == null
                                ? "application/octet-stream"
                                : request.getContentType(),
                        body(request));
        deliver(webhook);
        return ResponseEntity.ok().build();
    }

    private void deliver(Webhook webhook) {
        try {
            routes.requestBody("direct:" + WebhookRoute.id(webhook.channel()), webhook);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static Map<String, String> allowed(WebhookChannel channel, HttpServletRequest request) {
        Map<String, String> allowed = new HashMap<>();
        for (String name : channel.headers()) {
            String value = request.getHeader(name);
            if (value != null && value.length() <= MAX_HEADER) {
                allowed.put(name, value);
            }
        }
        return allowed;
    }

    private static byte[] body(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > MAX_BODY) {
            throw tooLarge(request.getContentLengthLong() + " bytes are announced");
        }
        byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw tooLarge("more came");
        }
        return body;
    }

    private static Refused tooLarge(String what) {
        return new Refused(
                new Problem(
                        413,
                        "too-large",
                        "More came than is taken",
                        "a webhook's body has at most " + MAX_BODY + " bytes, but " + what,
                        null));
    }
}
