package dev.musubi.connectors.common;

import dev.musubi.deadletter.Undelivered;
import dev.musubi.platform.HubException;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that says what happens to a pushed message that fails: ask the sender to repeat it,
 * or set it aside. (Files stay in their inbox instead, see {@code connectors.files}.)
 *
 * <p>Whatever is nobody's momentary trouble (an {@link Untranslatable}, or a fault of ours) makes
 * the {@link Original} a dead letter at once, and the route has done its work. The dead letters are
 * kept in the same store as the events, so a store that is away is never a reason for one: then the
 * route fails towards its sender, who repeats it.
 */
public final class ChannelErrors extends RouteConfigurationBuilder {

    /** For routes whose sender waits for the answer and repeats by itself. */
    public static final String PUSHED = "pushed";

    private static final Logger LOG = LoggerFactory.getLogger(ChannelErrors.class);

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
