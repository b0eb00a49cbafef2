package dev.musubi.server;

import dev.musubi.platform.DocumentStore;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether MongoDB takes writes. Without it the hub acknowledges nothing, so it counts for
 * readiness.
 */
@Component("mongodb")
class StoreHealth implements HealthIndicator {

    private final DocumentStore store;

    StoreHealth(DocumentStore store) {
        this.store = store;
    }

    @Override
    public Health health() {
        return store.answers()
                ? Health.up().build()
                : Health.down().withDetail("reason", "no primary answers").build();
    }
}
