package dev.musubi.search;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Where the tests' Elasticsearch is, with names of their own for each test class. */
final class SearchStores {

    private SearchStores() {}

    static SearchProperties properties() {
        return properties(System.getenv("MUSUBI_TEST_ELASTICSEARCH_URI"));
    }

    static SearchProperties properties(String uri) {
        return new SearchProperties(
                List.of(uri),
                null,
                null,
                null,
                "test-" + UUID.randomUUID() + "-",
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(30));
    }
}
