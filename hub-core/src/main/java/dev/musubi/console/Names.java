package dev.musubi.console;

import dev.musubi.catalog.Catalog;
import dev.musubi.catalog.Place;
import dev.musubi.catalog.Product;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What products and places are called in the reader's language; their ids where nobody says. */
record Names(Map<String, Product> products, Map<String, Place> places, boolean japanese) {

    /** Products looked up at once; a page names no more. */
    private static final int MOST = 500;

    static Names of(Catalog catalog, Collection<String> skus, boolean japanese) {
        Set<String> wanted = skus.stream().limit(MOST).collect(Collectors.toSet());
        return new Names(
                wanted.isEmpty() ? Map.of() : catalog.products(wanted), catalog.places(), japanese);
    }

    public String product(String sku) {
        return Optional.ofNullable(products.get(sku)).map(p -> name(p.name(), sku)).orElse(sku);
    }

    /** A name by language in the reader's, else in any. */
    public String name(@Nullable Map<String, String> byLanguage, String otherwise) {
        if (byLanguage == null || byLanguage.isEmpty()) {
            return otherwise;
        }
        String name = byLanguage.get(japanese ? "ja" : "en");
        return name != null ? name : byLanguage.values().iterator().next();
    }

    public String place(@Nullable String location) {
        if (location == null) {
            return "";
        }
        Place place = places.get(location);
        return place == null || place.name() == null ? location : place.name();
    }
}
