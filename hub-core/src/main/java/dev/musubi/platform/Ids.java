package dev.musubi.platform;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/** New ids: UUIDv7 (RFC 9562), ascending within this process as text and as time. Thread safe. */
public final class Ids {

    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private Ids() {}

    /** The next id, in the lower-case text form of 36 characters. */
    public static String next() {
        return GENERATOR.generate().toString();
    }
}
