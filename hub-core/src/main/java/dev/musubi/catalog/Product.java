package dev.musubi.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An item that is sold, by all that its sources say: of each field the newest word.
 *
 * @param sku names it in orders, counts and answers
 * @param version goes up whenever something is said
 * @param known whether any source described it; otherwise it was only mentioned
 * @param product what it is a variant of
 * @param name by language, such as {@code ja}
 * @param price together with its currency
 * @param attributes an object, such as size and colour
 * @param unit what it is sold by; by the piece where nobody says so
 * @param aliases other names under which its stock is reported
 * @param sources who described it, the newest first
 * @param updatedAt the newest word; absent while there is none
 */
public record Product(
        String sku,
        long version,
        boolean known,
        @Nullable String product,
        Map<String, String> name,
        List<String> categories,
        @Nullable BigDecimal price,
        @Nullable String currency,
        @Nullable JsonNode attributes,
        @Nullable String barcode,
        @Nullable String image,
        @Nullable String status,
        @Nullable String unit,
        List<String> aliases,
        List<String> sources,
        @Nullable Instant updatedAt) {

    private static final Set<String> PIECES = Set.of("piece", "pieces", "pcs", "ea", "each", "個");

    /** What shops call an item that nobody can buy now. */
    private static final Set<String> NOT_SOLD =
            Set.of("draft", "archived", "private", "pending", "trash", "discontinued", "inactive");

    public Product {
        name = Map.copyOf(name);
        categories = List.copyOf(categories);
        aliases = List.copyOf(aliases);
        sources = List.copyOf(sources);
    }

    /** Whether it is still sold, as far as anybody says. */
    public boolean sold() {
        return status == null || !NOT_SOLD.contains(status.toLowerCase(Locale.ROOT));
    }

    /** Whether half of one cannot be. */
    public boolean byPiece() {
        return unit == null || PIECES.contains(unit.toLowerCase(Locale.ROOT));
    }
}
