package dev.musubi.connectors.common;

import dev.musubi.deadletter.Undelivered;
import dev.musubi.platform.HubException;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that says what happens to a message that fails: ask the sender to repeat it, try
 * again, or set it aside.
 *
 * <p>Whatever is nobody's momentary trouble (an {@link Untranslatable}, or a fault of ours) makes
 * the {@link Original} a dead letter at once, and the route has done its work. The dead letters are
 * kept in the same store as the events, so a store that is away is never a reason for one: a pushed
 * message fails towards its sender, who repeats it; a polled one is tried again and then stays
 * where it is for the next poll.
 */
public final class ChannelErrors extends RouteConfigurationBuilder {

    /** For routes whose sender waits for the answer and repeats by itself. */
    public static final String PUSHED = "pushed";

    /** For routes that fetch, and must try again by themselves. */
    public static final String POLLED = "polled";

    private static final Logger LOG = LoggerFactory.getLogger(ChannelErrors.class);

    private static final int ATTEMPTS = 8;
    private static final long FIRST_DELAY_MS = Duration.ofMillis(500).toMillis();
    private static final long LONGEST_DELAY_MS = Duration.ofSeconds(30).toMillis();

    private final Consumer<Undelivered> deadLetters;

    public ChannelErrors(Consumer<Undelivered> deadLetters) {
        this.deadLetters = deadLetters;
    }

    @Override
    public void configuration() {
        routeConfiguration(PUSHED)
                .onException(Exception.class)
                .useOriginalMessage()
                .handled(true)
                .process(this::setAside)
                .end()
                .onException(HubException.class)
                .handled(false)
                .logExhausted(false);
        routeConfiguration(POLLED)
                .onException(Exception.class)
                .useOriginalMessage()
                .handled(true)
                .process(this::setAside)
                .end()
                .onException(HubException.StoreAway.class, HubException.Overloaded.class)
                .maximumRedeliveries(ATTEMPTS)
                .redeliveryDelay(FIRST_DELAY_MS)
                .useExponentialBackOff()
                .maximumRedeliveryDelay(LONGEST_DELAY_MS)
                .handled(false);
    }

    private void setAside(Exchange exchange) throws InvalidPayloadException {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Original original = exchange.getMessage().getMandatoryBody(Original.class);
        String reason = reason(failure, exchange.getFromRouteId());
        // Should keeping it fail, then Camel logs both failures: of the first, the safe words only.
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new Untranslatable(reason));
        deadLetters.accept(original.undelivered(reason));
    }

    private static String reason(Exception failure, String route) {
        return switch (failure) {
            case Untranslatable untranslatable -> String.valueOf(untranslatable.getMessage());
            case HubException.Refused refused -> refused.problem().detail();
            default -> ourFault(failure, route);
        };
    }

    /** The text of a foreign exception may quote the message, so it is neither kept nor logged. */
    private static String ourFault(Exception failure, String route) {
        StackTraceElement[] trace = failure.getStackTrace();
        String kind = failure.getClass().getSimpleName();
        LOG.error(
                "route {} failed by a fault of the hub: {} at {}; the message is a dead letter",
                route,
                kind,
                trace.length == 0 ? "an unknown place" : trace[0]);
        return "a fault of the hub (" + kind + "); replay the letter after an update";
    }
}
