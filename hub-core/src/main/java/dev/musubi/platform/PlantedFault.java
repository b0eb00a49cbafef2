package dev.musubi.platform;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mistake made on purpose, so that the tests that kill the hub can show that they would see one.
 * Only the JVM's {@code -Dmusubi.fault=NAME} plants it; no setting does. Thread safe.
 */
public final class PlantedFault {

    private static final Logger LOG = LoggerFactory.getLogger(PlantedFault.class);

    private final boolean planted;
    private final long every;
    private final AtomicLong chances = new AtomicLong();

    private PlantedFault(boolean planted, long every) {
        this.planted = planted;
        this.every = every;
    }

    /**
     * The fault of that name, which says so in the log where it is planted.
     *
     * @param every of so many chances it takes one
     */
    public static PlantedFault named(String name, long every) {
        boolean planted = name.equals(System.getProperty("musubi.fault"));
        if (planted) {
            LOG.error("FAULT PLANTED: {}, one time in {}. For tests only.", name, every);
        }
        return new PlantedFault(planted, every);
    }

    /** Whether the mistake is to be made now: never where it is not planted. */
    public boolean strikes() {
        return planted && chances.incrementAndGet() % every == 0;
    }
}
