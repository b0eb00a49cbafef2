package dev.musubi.search;

import dev.musubi.stores.SharedStores;
import java.time.Duration;
import java.util.List;

/** Where the tests' Elasticsearch is, with names of their own for each test class. */
final class SearchStores {

    private SearchStores() {}

    static SearchProperties properties() {
        return properties(SharedStores.elasticsearchUri());
    }

    static SearchProperties properties(String uri) {
        return new SearchProperties(
                List.of(uri),
                null,
                null,
                null,
                SharedStores.indexPrefix(),
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(30));
    }
}
