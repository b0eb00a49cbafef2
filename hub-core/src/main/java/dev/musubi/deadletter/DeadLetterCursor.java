package dev.musubi.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;

/**
 * A position in the list of dead letters: what lies after it was kept earlier, or at the same
 * millisecond with a smaller id. It names no source, so that one cursor holds for all of them.
 */
public record DeadLetterCursor(Instant keptAt, String id) {

    /** Newest first, the order of every list. */
    static final Comparator<DeadLetter> NEWEST_FIRST =
            Comparator.comparing(DeadLetter::keptAt).thenComparing(DeadLetter::id).reversed();

    static DeadLetterCursor of(DeadLetter letter) {
        return new DeadLetterCursor(letter.keptAt(), letter.id());
    }

    /** The opaque text that a caller sends back. */
    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        (keptAt.toEpochMilli() + "|" + id).getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a text made by {@link #text()}; empty for anything else. */
    static Optional<DeadLetterCursor> parse(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int bar = plain.indexOf('|');
            if (bar < 0) {
                return Optional.empty();
            }
            return Optional.of(
                    new DeadLetterCursor(
                            Instant.ofEpochMilli(Long.parseLong(plain, 0, bar, 10)),
                            plain.substring(bar + 1)));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
