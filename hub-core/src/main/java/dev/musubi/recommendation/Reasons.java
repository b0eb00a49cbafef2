package dev.musubi.recommendation;

import dev.musubi.recommendation.Because.Kind;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reasons in words. Pure. */
final class Reasons {

    private final boolean japanese;
    private final Map<String, Catalogue.Product> known;

    Reasons(Locale locale, Map<String, Catalogue.Product> known) {
        this.japanese = locale.getLanguage().equals("ja");
        this.known = known;
    }

    String text(Because because) {
        String item = because.sku() == null ? "" : name(because.sku());
        return switch (because.kind()) {
            case VIEWED_TOGETHER ->
                    japanese ? item + "と一緒に見られています" : "Looked at together with " + item;
            case BOUGHT_TOGETHER ->
                    japanese ? item + "と一緒に買われています" : "Bought together with " + item;
            case BOUGHT_BEFORE -> japanese ? "以前に購入されています" : "Bought before";
            case POPULAR -> popular(because.group());
        };
    }

    private String popular(@Nullable String group) {
        if (group == null || group.isEmpty()) {
            return japanese ? "人気の商品です" : "Popular now";
        }
        String place = group.substring(group.indexOf(':') + 1);
        return japanese ? place + "で人気の商品です" : "Popular now in " + place;
    }

    /** In the reader's language, else in any, else the SKU. */
    private String name(String sku) {
        Catalogue.Product product = known.get(sku);
        if (product == null || product.name().isEmpty()) {
            return sku;
        }
        String own = product.name().get(japanese ? "ja" : "en");
        return own == null
                ? product.name().values().stream().sorted().findFirst().orElse(sku)
                : own;
    }

    /** Whether the place is worth naming: everywhere is none. */
    static boolean placed(Because because) {
        return because.kind() == Kind.POPULAR
                && because.group() != null
                && !because.group().isEmpty();
    }
}
