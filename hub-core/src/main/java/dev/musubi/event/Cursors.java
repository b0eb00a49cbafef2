package dev.musubi.event;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Positions in a listing as the opaque text that callers send back. Pure. */
public final class Cursors {

    /** The most characters of a page, unless its first entry alone has more. */
    static final int PAGE = 256 << 10;

    private Cursors() {}

    /** The position that a caller sent back; none for the first page. */
    public static @Nullable Position read(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int bar = text.indexOf('|');
            return new Position(
                    Instant.ofEpochMilli(Long.parseLong(text.substring(0, bar))),
                    text.substring(bar + 1));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Refused(
                    new Problem(
                            400,
                            "invalid-cursor",
                            "The cursor is none of ours",
                            "cursor: send back the field next of the page before as it came",
                            "cursor"));
        }
    }

    /**
     * How many of what was found make a page: as many as asked for, as long as they are not too
     * large together; one at least.
     *
     * @param size of one, in characters
     */
    public static <T> int fitting(List<T> found, int limit, ToIntFunction<T> size) {
        long all = 0;
        for (int i = 0; i < Math.min(limit, found.size()); i++) {
            all += size.applyAsInt(found.get(i));
            if (all > PAGE && i > 0) {
                return i;
            }
        }
        return limit;
    }

    /**
     * The cursor after a page.
     *
     * @param page what was found, one more than the page has where there is more
     * @return absent on the last page
     */
    public static <T> @Nullable String next(
            List<T> page, int limit, Function<T, Position> position) {
        if (page.size() <= limit) {
            return null;
        }
        Position last = position.apply(page.get(limit - 1));
        String text = last.time().toEpochMilli() + "|" + last.key();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
