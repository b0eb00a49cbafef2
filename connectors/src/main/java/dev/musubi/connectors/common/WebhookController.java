package dev.musubi.connectors.common;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.musubi.platform.HubException.NotReady;
import dev.musubi.platform.HubException.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
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

    /**
     * The most of all bodies that are held at once, in bytes: what is read of one takes some ten
     * times its size.
     */
    private static final long ALL_BODIES =
            Math.max(4L * MAX_BODY, Runtime.getRuntime().maxMemory() / 16);

    private static final Duration LONGEST_BODY = Duration.ofMinutes(2);

    private static final int MAX_HEADER = 512;

    private final Map<String, WebhookChannel> channels;
    private final ProducerTemplate routes;
    private final MeterRegistry meters;
    private final BodyBudget bodies = new BodyBudget(MAX_BODY, ALL_BODIES, LONGEST_BODY);

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
        if (known == null || known.account(account).isEmpty()) {
            meters.counter(
                            "musubi.webhooks",
                            "channel",
                            known == null ? "unknown" : channel,
                            "outcome",
                            "unproven")
                    .increment();
            throw new Refused(WebhookIntake.UNPROVEN);
        }
        try (BodyBudget.Body body =
                bodies.read(request.getInputStream(), request.getContentLengthLong())) {
            deliver(
                    new Webhook(
                            channel,
                            account,
                            allowed(known, request),
                            mediaType(request),
                            body.bytes()));
        }
        return ResponseEntity.ok().build();
    }

    private void deliver(Webhook webhook) {
        try {
            routes.requestBody("direct:" + WebhookRoute.id(webhook.channel()), webhook);
        } catch (CamelExecutionException e) {
            throw switch (e.getCause()) {
                // The door opens before the routes, and closes after them.
                case RejectedExecutionException cause -> new NotReady(cause);
                case DirectConsumerNotAvailableException cause -> new NotReady(cause);
                case RuntimeException cause -> cause;
                case null, default -> e;
            };
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

    private static String mediaType(HttpServletRequest request) {
        String type = request.getContentType();
        return type == null || type.length() > MAX_HEADER ? "application/octet-stream" : type;
    }
}
