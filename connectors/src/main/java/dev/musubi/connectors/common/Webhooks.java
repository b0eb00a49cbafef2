package dev.musubi.connectors.common;

import dev.musubi.deadletter.Redelivery;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.builder.RouteBuilder;

/** Puts a {@link WebhookChannel} to work: its route, and the replay of its dead letters. */
public final class Webhooks {

    private final Append log;
    private final MeterRegistry meters;

    public Webhooks(Append log, MeterRegistry meters) {
        this.log = log;
        this.meters = meters;
    }

    public RouteBuilder route(WebhookChannel channel) {
        return new WebhookRoute(new WebhookIntake(channel, log, meters));
    }

    public Redelivery redelivery(WebhookChannel channel) {
        return new WebhookIntake(channel, log, meters);
    }
}
