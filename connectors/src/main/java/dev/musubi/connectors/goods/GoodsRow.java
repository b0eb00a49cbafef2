package dev.musubi.connectors.goods;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What one row says, cleaned up, or why it says nothing. */
sealed interface GoodsRow {

    /**
     * A row that can be used.
     *
     * @param key what rows have in common that are about one thing at one time; empty where every
     *     row stands for itself
     * @param time when it was so, in whole milliseconds; absent: the file's date
     * @param values by field, numbers in their plain form, without the empty ones
     * @param names by language
     */
    record Good(
            String key,
            @Nullable Instant time,
            Map<GoodsField, String> values,
            SortedMap<String, String> names,
            List<String> categories,
            SortedMap<String, String> attributes)
            implements GoodsRow {}

    /**
     * A row that cannot.
     *
     * @param key that of a count, where so much could be read, else empty
     */
    record Bad(String key, String reason) implements GoodsRow {}
}
