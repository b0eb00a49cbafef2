package dev.musubi.search;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.catalog.Gtin;
import dev.musubi.platform.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the index of products. Each word must be answered: by a SKU or a barcode, as a
 * word of a name or a category, its beginning, its sound, or a part of a name. Pure.
 *
 * @param sold whether only what is sold now; absent: all
 */
record ProductQuery(String text, @Nullable String category, @Nullable Boolean sold, int limit) {

    private static final int MOST_WORDS = 8;
    private static final int SHORTEST_FORGIVEN = 4;

    private static final float WHOLE = 10;
    private static final float HEARD = 7;
    private static final float BEGINNING = 4;
    private static final float WITHIN = 2;
    private static final float SLIPPED = 1;

    boolean isEmpty() {
        return Written.parts(text).isEmpty();
    }

    /**
     * @param forgiving whether a letter may be wrong
     */
    ObjectNode json(boolean forgiving) {
        ObjectNode body = Json.object();
        body.put("size", limit).put("track_total_hits", false).put("timeout", "2s");
        ObjectNode bool = body.putObject("query").putObject("bool");
        ArrayNode filter = bool.putArray("filter");
        if (category != null) {
            filter.addObject().putObject("term").put(ProductDocument.CATEGORY, category);
        }
        if (sold != null) {
            filter.addObject().putObject("term").put(ProductDocument.SOLD, sold);
        }
        ArrayNode must = bool.putArray("must");
        List<String> words = Written.parts(text);
        words.subList(0, Math.min(MOST_WORDS, words.size()))
                .forEach(word -> must.add(word(word, forgiving)));
        // What somebody describes comes before what is only mentioned.
        bool.putArray("should")
                .addObject()
                .putObject("constant_score")
                .put("boost", 0.1)
                .putObject("filter")
                .putObject("term")
                .put(ProductDocument.KNOWN, true);
        return body;
    }

    private static ObjectNode word(String word, boolean forgiving) {
        ObjectNode best = Json.object();
        ArrayNode ways = best.putObject("dis_max").putArray("queries");
        String sku = ProductDocument.sku(word);
        String written = Written.of(word);
        String sound = ProductDocument.sound(word);
        String grams = Written.grams(written, ProductDocument.GRAM);
        add(ways, WHOLE, "term", ProductDocument.SKU, sku);
        add(ways, WHOLE, "term", ProductDocument.BARCODE, Gtin.comparable(word));
        add(ways, BEGINNING + 1, "prefix", ProductDocument.SKU, sku);
        if (!written.isEmpty()) {
            add(ways, WHOLE - 1, "term", ProductDocument.WORDS, written);
            add(ways, BEGINNING, "prefix", ProductDocument.WORDS, written);
        }
        if (!sound.isEmpty()) {
            add(ways, HEARD, "term", ProductDocument.SOUNDS, sound);
            if (sound.length() > 1) {
                add(ways, BEGINNING - 1, "prefix", ProductDocument.SOUNDS, sound);
            }
        }
        if (!grams.isEmpty()) {
            add(ways, WITHIN, "match_phrase", ProductDocument.GRAMS, grams);
        }
        if (forgiving && written.codePointCount(0, written.length()) >= SHORTEST_FORGIVEN) {
            ObjectNode constant = constant(ways, SLIPPED);
            constant.putObject("fuzzy")
                    .putObject(ProductDocument.WORDS)
                    .put("value", written)
                    .put("fuzziness", 1);
        }
        return best;
    }

    private static void add(ArrayNode ways, float weight, String kind, String field, String value) {
        constant(ways, weight).putObject(kind).put(field, value);
    }

    private static ObjectNode constant(ArrayNode ways, float weight) {
        return ways.addObject()
                .putObject("constant_score")
                .put("boost", weight)
                .putObject("filter");
    }
}
