package dev.musubi.people;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mistake made on purpose, so that the tests that kill the hub can show that they would see one.
 * Only the JVM's {@code -Dmusubi.fault=apply-twice} plants it; no setting does.
 */
final class PlantedFault {
    private static final Logger log = LoggerFactory.getLogger(PlantedFault.class);
    private static final long EVERY = 20;

    private final boolean twice = "apply-twice".equals(System.getProperty("musubi.fault"));
    private final AtomicLong batches = new AtomicLong();

    PlantedFault() {
        if (twice) {
            log.error("FAULT PLANTED: one batch of {} is counted twice. For tests only.", EVERY);
        }
    }

    /** The batch; with the fault, now and then, the batch and the batch again. */
    List<Work> told(List<Work> batch) {
        if (!twice || batches.incrementAndGet() % EVERY != 0) {
            return batch;
        }
        List<Work> doubled = new ArrayList<>(batch);
        doubled.addAll(batch);
        return doubled;
    }
}
