package dev.musubi.server;

import dev.musubi.search.Indexer;
import dev.musubi.search.IndexerStatus;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * Whether the search index is kept up to date. Without it only search suffers: degraded, not down.
 */
@Component("search")
class SearchHealth implements HealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED");

    private final Indexer indexer;

    SearchHealth(Indexer indexer) {
        this.indexer = indexer;
    }

    @Override
    public Health health() {
        IndexerStatus status = indexer.status();
        return status.state() == IndexerStatus.State.WAITING
                ? Health.status(DEGRADED).withDetail("lag", status.lag().toString()).build()
                : Health.up().build();
    }
}
