package dev.musubi.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.catalog.Gtin;
import dev.musubi.catalog.Product;
import dev.musubi.platform.Json;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A product as the index keeps it: the keys that find it. Pure. */
final class ProductDocument {

    static final String KNOWN = "known";
    static final String SOLD = "sold";
    static final String SKU = "sku";
    static final String BARCODE = "barcode";
    static final String WORDS = "words";
    static final String SOUNDS = "sounds";
    static final String GRAMS = "grams";
    static final String CATEGORY = "category";

    /** Two characters at each place: a word of Japanese may be no longer. */
    static final int GRAM = 2;

    private ProductDocument() {}

    static SearchIndex.Entry entry(Product product) {
        return new SearchIndex.Entry(
                product.sku(), product.version(), "", Json.write(document(product)));
    }

    private static ObjectNode document(Product product) {
        ObjectNode document = Json.object().put(KNOWN, product.known()).put(SOLD, product.sold());
        put(document, SKU, List.of(sku(product.sku())));
        if (product.barcode() != null) {
            document.put(BARCODE, Gtin.comparable(product.barcode()));
        }
        Set<String> words = new TreeSet<>();
        Set<String> sounds = new TreeSet<>();
        Set<String> grams = new TreeSet<>();
        for (String name : product.name().values()) {
            keys(name, words, sounds);
            grams.add(Written.grams(Written.of(String.join("", Written.parts(name))), GRAM));
        }
        product.categories().forEach(category -> keys(category, words, sounds));
        if (product.product() != null) {
            words.add(Written.of(product.product()));
        }
        put(document, WORDS, words);
        put(document, SOUNDS, sounds);
        put(document, GRAMS, grams);
        put(document, CATEGORY, product.categories());
        return document;
    }

    private static void keys(String name, Set<String> words, Set<String> sounds) {
        for (String part : Written.parts(name)) {
            words.add(Written.of(part));
            String sound = sound(part);
            if (!sound.isEmpty()) {
                sounds.add(sound);
            }
        }
    }

    /** How a word in kana or Latin letters sounds, roughly; empty for others. */
    static String sound(String word) {
        return Written.hasKanji(word) ? "" : Romaji.of(word).loose();
    }

    /** However somebody writes its letters. */
    static String sku(String sku) {
        return Written.compatible(sku).toLowerCase(Locale.ROOT);
    }

    private static void put(ObjectNode document, String field, Collection<String> values) {
        if (!values.isEmpty()) {
            values.forEach(document.putArray(field)::add);
        }
    }
}
