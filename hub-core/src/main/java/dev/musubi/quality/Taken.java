package dev.musubi.quality;

import java.time.Instant;

/**
 * What is counted of an event.
 *
 * @param time when it happened, as its source says
 * @param receivedAt when it was taken
 * @param withPerson whether it says whose it is
 * @param aboutThings whether it is about stock, products or places, and nobody expects a person
 * @param historical whether it is back-fill, of which nobody asks how late it is
 */
record Taken(
        String source,
        Instant time,
        Instant receivedAt,
        boolean withPerson,
        boolean aboutThings,
        boolean historical) {}
