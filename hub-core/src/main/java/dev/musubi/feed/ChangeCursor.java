package dev.musubi.feed;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The number of an entry as the opaque text that callers send back. Pure. */
final class ChangeCursor {

    private ChangeCursor() {}

    static String write(long seq) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Long.toString(seq).getBytes(StandardCharsets.UTF_8));
    }

    /** The number that a caller sent back; none at the beginning. */
    static @Nullable Long read(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            long seq =
                    Long.parseLong(
                            new String(
                                    Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            if (write(seq).equals(cursor) && seq >= 0) {
                return seq;
            }
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        throw refused();
    }

    private static Refused refused() {
        return new Refused(
                new Problem(
                        400,
                        "invalid-cursor",
                        "The cursor is none of ours",
                        "cursor: send back the field next of the page before as it came",
                        "cursor"));
    }
}
