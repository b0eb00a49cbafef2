package dev.musubi.connectors.files;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the polls of an inbox that fail: the folder is gone, the server away or not the one known.
 */
final class Polls extends DefaultPollingConsumerPollStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(Polls.class);

    private final String account;
    private final MeterRegistry meters;

    Polls(String account, MeterRegistry meters) {
        this.account = account;
        this.meters = meters;
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retry, Exception cause) {
        meters.counter("musubi.files.polls.failed", "account", account).increment();
        LOG.warn("the inbox of account {} cannot be polled: {}", account, root(cause));
        return false;
    }

    private static String root(Throwable cause) {
        var root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
