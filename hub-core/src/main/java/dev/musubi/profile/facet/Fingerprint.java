package dev.musubi.profile.facet;

import dev.musubi.platform.Digests;
import java.nio.ByteBuffer;

/**
 * The XOR of 128-bit hashes of event keys: two folds of the same set of events have the same one,
 * whatever their order, and folding an event twice shows.
 */
public record Fingerprint(long high, long low) {

    public static final Fingerprint NONE = new Fingerprint(0, 0);

    public Fingerprint with(String eventKey) {
        ByteBuffer hash = ByteBuffer.wrap(Digests.sha256(eventKey));
        return new Fingerprint(high ^ hash.getLong(), low ^ hash.getLong());
    }
}
