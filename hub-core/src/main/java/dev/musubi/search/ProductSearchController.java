package dev.musubi.search;

import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.catalog.ShownProduct;
import dev.musubi.openapi.api.ProductSearchApi;
import dev.musubi.openapi.model.ProductPage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class ProductSearchController implements ProductSearchApi {

    private final ProductSearch search;

    ProductSearchController(ProductSearch search) {
        this.search = search;
    }

    @Override
    @Needs(Scope.AVAILABILITY_READ)
    public ResponseEntity<ProductPage> searchProducts(
            String q, @Nullable String category, @Nullable Boolean sold, Integer limit) {
        return ResponseEntity.ok(
                new ProductPage(
                        search.search(new ProductQuery(q, category, sold, limit)).stream()
                                .map(ShownProduct::of)
                                .toList()));
    }
}
