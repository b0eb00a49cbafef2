package dev.musubi.connectors.mailbox;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.springframework.context.SmartLifecycle;

/** The pollers of all mailboxes: they start after the routes and stop before them. */
final class Mailboxes implements SmartLifecycle {

    private final List<MailboxPoller> pollers;
    private final ProducerTemplate routes;
    private volatile boolean running;

    Mailboxes(
            Collection<Mailbox> mailboxes,
            ProducerTemplate routes,
            Clock clock,
            MeterRegistry meters) {
        this.routes = routes;
        this.pollers =
                mailboxes.stream()
                        .map(
                                mailbox ->
                                        new MailboxPoller(
                                                mailbox,
                                                new MailboxReader(mailbox, clock),
                                                this::take,
                                                meters))
                        .toList();
    }

    private void take(Mail mail) {
        try {
            routes.requestBody("direct:" + MailRoute.ID, mail);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void start() {
        running = true;
        pollers.forEach(MailboxPoller::start);
    }

    @Override
    public void stop() {
        running = false;
        try {
            for (MailboxPoller poller : pollers) {
                poller.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
