package dev.musubi.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.musubi.openapi.model.ProductPrice;
import dev.musubi.order.Amounts;
import dev.musubi.platform.Json;
import java.time.ZoneOffset;

/** Products as the contract shows them. Pure. */
public final class ShownProduct {

    private ShownProduct() {}

    public static dev.musubi.openapi.model.Product of(Product product) {
        var shown =
                new dev.musubi.openapi.model.Product(
                                product.sku(),
                                product.known(),
                                product.version(),
                                product.sources())
                        .product(product.product())
                        .name(product.name().isEmpty() ? null : product.name())
                        .categories(product.categories().isEmpty() ? null : product.categories())
                        .barcode(product.barcode())
                        .image(product.image())
                        .status(product.status())
                        .sold(product.known() ? product.sold() : null)
                        .unit(product.unit());
        if (product.price() != null && product.currency() != null) {
            shown.price(new ProductPrice(product.currency(), Amounts.text(product.price())));
        }
        if (product.attributes() != null) {
            shown.attributes(
                    Json.mapper().convertValue(product.attributes(), new TypeReference<>() {}));
        }
        if (product.barcode() != null && Gtin.looksLikeOne(product.barcode())) {
            shown.barcodeValid(Gtin.isValid(product.barcode()));
        }
        if (product.updatedAt() != null) {
            shown.updatedAt(product.updatedAt().atOffset(ZoneOffset.UTC));
        }
        return shown;
    }
}
