package dev.musubi.search;

import dev.musubi.catalog.Catalog;
import dev.musubi.catalog.Product;
import dev.musubi.platform.HubException.StoreAway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds products by what somebody types, and keeps the index of them. Thread safe. */
public final class ProductSearch implements AutoCloseable {

    private final SearchIndex index;
    private final Catalog catalog;
    private final Indexer indexer;

    ProductSearch(SearchIndex index, Catalog catalog, Indexer indexer) {
        this.index = index;
        this.catalog = catalog;
        this.indexer = indexer;
    }

    void start() {
        indexer.start();
    }

    /** How far the index is. */
    public IndexerStatus status() {
        return indexer.status();
    }

    /** The names of the indexes behind it, the one that is being filled too. */
    Set<String> names() {
        return index.names();
    }

    /**
     * The products that answer every word, the best first, as the catalogue has them now; where
     * none does, those that would with a letter wrong.
     *
     * @throws StoreAway where Elasticsearch does not answer
     */
    List<Product> search(ProductQuery query) {
        if (query.isEmpty()) {
            return List.of();
        }
        List<SearchIndex.Found> found = index.search(query.json(false));
        if (found.isEmpty()) {
            found = index.search(query.json(true));
        }
        List<String> skus = found.stream().map(SearchIndex.Found::id).toList();
        Map<String, Product> products = catalog.products(skus);
        List<Product> best = new ArrayList<>();
        for (String sku : skus) {
            Product product = products.get(sku);
            if (product != null) {
                best.add(product);
            }
        }
        return best;
    }

    @Override
    public void close() {
        indexer.close();
        index.close();
    }
}
