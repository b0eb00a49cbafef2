package dev.musubi.connectors.mailbox;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into one mailbox again and again, on a thread of its own. What fails is tried again after a
 * pause that grows to {@value #LONGEST_PAUSE_MINUTES} minutes: the mails wait on their server.
 */
final class MailboxPoller {

    private static final Logger LOG = LoggerFactory.getLogger(MailboxPoller.class);
    private static final int LONGEST_PAUSE_MINUTES = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(LONGEST_PAUSE_MINUTES);

    private final Mailbox mailbox;
    private final MailboxReader reader;
    private final Consumer<Mail> take;
    private final MeterRegistry meters;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    MailboxPoller(
            Mailbox mailbox, MailboxReader reader, Consumer<Mail> take, MeterRegistry meters) {
        this.mailbox = mailbox;
        this.reader = reader;
        this.take = take;
        this.meters = meters;
        this.thread =
                Thread.ofVirtual().name("mailbox-" + mailbox.name()).unstarted(this::untilStopped);
    }

    void start() {
        thread.start();
    }

    /** Waits for the mail in hand, but not long. */
    void stop() throws InterruptedException {
        stopped.countDown();
        if (!thread.join(Duration.ofSeconds(5))) {
            thread.interrupt();
        }
    }

    private void untilStopped() {
        Duration pause = Duration.ZERO;
        try {
            while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = next(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration next(Duration pause) {
        try {
            int taken = reader.read(this::takeUnlessStopped);
            return taken == MailboxReader.MOST_A_POLL ? Duration.ZERO : mailbox.poll();
        } catch (Stopping end) {
            return Duration.ZERO;
        } catch (MessagingException | IOException | RuntimeException later) {
            // Whatever it is, the mails are safe where they are, and the next look may find it
            // mended.
            failed(later);
        }
        Duration doubled = pause.isZero() ? mailbox.poll() : pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private void takeUnlessStopped(Mail mail) {
        if (stopped.getCount() == 0) {
            throw new Stopping();
        }
        take.accept(mail);
    }

    /** The words of a failure may quote a mail or name the user; its kind does not. */
    private void failed(Exception cause) {
        meters.counter("musubi.mailbox.polls.failed", "account", mailbox.name()).increment();
        LOG.warn(
                "the mailbox of account {} cannot be read now: {}",
                mailbox.name(),
                cause.getClass().getSimpleName());
    }

    private static final class Stopping extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopping() {
            super("stopping", null, false, false);
        }
    }
}
