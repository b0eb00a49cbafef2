package dev.musubi.connectors.mailbox;

import dev.musubi.connectors.common.ChannelErrors;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;

/** One mail, from {@link MailboxReader} to the event log. Fails only towards who can repeat it. */
final class MailRoute extends EndpointRouteBuilder {

    static final String ID = "mails";

    private final MailIntake intake;

    MailRoute(MailIntake intake) {
        this.intake = intake;
    }

    @Override
    public void configure() {
        from(direct(ID))
                .routeId(ID)
                .routeConfigurationId(ChannelErrors.PUSHED)
                .transform()
                .body(Mail.class, intake::translated)
                .transform()
                .body(MailIntake.Translated.class, intake::appended);
    }
}
