package dev.musubi.recommendation;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of items, as far as an answer shows it. */
@FunctionalInterface
public interface Catalogue {

    /**
     * The items that are known; others are left out and recommended by their SKU alone.
     *
     * @param skus at most a few hundred
     */
    Map<String, Product> products(Collection<String> skus);

    /**
     * An item.
     *
     * @param name by language, such as {@code ja}
     * @param price a decimal string; absent together with its currency
     * @param sold whether it is still sold; what is not is never recommended
     */
    record Product(
            Map<String, String> name,
            @Nullable String price,
            @Nullable String currency,
            @Nullable String image,
            boolean sold) {

        public Product {
            name = Map.copyOf(name);
        }
    }
}
