package dev.musubi.platform;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Instant;

/** New ids: UUIDv7 (RFC 9562), ascending within this process as text and as time. Thread safe. */
public final class Ids {

    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private Ids() {}

    /** The next id, in the lower-case text form of 36 characters. */
    public static String next() {
        return GENERATOR.generate().toString();
    }

    /** No id that was made at this time or later is less, as far as clocks agree. */
    public static String lowest(Instant time) {
        long millis = time.toEpochMilli();
        return "%08x-%04x-7000-8000-000000000000".formatted(millis >>> 16, millis & 0xffff);
    }
}
