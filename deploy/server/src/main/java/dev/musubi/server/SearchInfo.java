package dev.musubi.server;

import dev.musubi.search.Indexer;
import dev.musubi.search.IndexerStatus;
import dev.musubi.search.ProductSearch;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/** How far this hub's search indexes are, for operators: {@code /actuator/info}. */
@Component
class SearchInfo implements InfoContributor {

    private final Indexer people;
    private final ProductSearch products;

    SearchInfo(Indexer people, ProductSearch products) {
        this.people = people;
        this.products = products;
    }

    @Override
    public void contribute(Info.Builder builder) {
        builder.withDetail(
                "search",
                Map.of("profiles", told(people.status()), "products", told(products.status())));
    }

    private static Map<String, Object> told(IndexerStatus status) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("state", status.state().name().toLowerCase(Locale.ROOT));
        told.put("lagSeconds", status.lag().toMillis() / 1_000.0);
        told.put("pending", status.pending());
        told.put("swept", status.swept());
        String reason = status.reason();
        if (reason != null) {
            told.put("reason", reason);
        }
        return told;
    }
}
