package dev.musubi.connectors.common;

import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

/** The webhooks of one channel, from {@link WebhookController} to the event log. */
final class WebhookRoute extends EndpointRouteBuilder {

    private final String channel;
    private final WebhookIntake intake;

    WebhookRoute(WebhookIntake intake) {
        this.channel = intake.channel();
        this.intake = intake;
    }

    /** Names the route and its entry. */
    static String id(String channel) {
        return "webhooks-" + channel;
    }

    @Override
    public void configure() {
        from(direct(id(channel)))
                .routeId(id(channel))
                .routeConfigurationId(ChannelErrors.PUSHED)
                .transform()
                .body(Webhook.class, intake::proven)
                .transform()
                .body(Webhook.class, intake::translated)
                .transform()
                .body(WebhookIntake.Translated.class, intake::appended);
    }
}
