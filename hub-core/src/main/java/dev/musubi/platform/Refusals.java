package dev.musubi.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How often it was said that more came than can be taken. */
public final class Refusals {

    private Refusals() {}

    /**
     * The counter of one reason.
     *
     * @param reason what was full
     */
    public static Counter of(String reason, MeterRegistry registry) {
        return Counter.builder("musubi.refused")
                .description("requests that were answered 429, by what was full")
                .tag("reason", reason)
                .register(registry);
    }
}
