package dev.musubi.search;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Elasticsearch is and how it is used.
 *
 * @param uris addresses of its nodes, such as {@code https://search-1:9200}; all of one cluster
 * @param user name for basic authentication; absent: none
 * @param password likewise
 * @param caFile a PEM file with the certificates to trust; absent: those that Java trusts
 * @param prefix before the names of the hub's indexes, where others use the same cluster
 * @param refreshInterval after what time at most a profile can be found that was written while the
 *     index is filled; one that changes is written visibly
 * @param connectTimeout how long a connection may take
 * @param searchTimeout how long a search may take
 * @param writeTimeout how long a batch of profiles may take
 */
@ConfigurationProperties(prefix = "musubi.elasticsearch")
public record SearchProperties(
        List<String> uris,
        @Nullable String user,
        @Nullable String password,
        @Nullable Path caFile,
        @DefaultValue("") String prefix,
        @DefaultValue("1s") Duration refreshInterval,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("3s") Duration searchTimeout,
        @DefaultValue("30s") Duration writeTimeout) {

    public SearchProperties {
        uris = uris == null ? List.of() : uris.stream().map(String::strip).toList();
        for (String uri : uris) {
            if (!uri.startsWith("http://") && !uri.startsWith("https://")) {
                throw new IllegalArgumentException(
                        "musubi.elasticsearch.uris: expected http://… or https://…, got "
                                + uri.length()
                                + " characters that begin otherwise");
            }
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException(
                    "musubi.elasticsearch: user and password belong together; one is missing");
        }
        if (refreshInterval.isNegative() || refreshInterval.isZero()) {
            throw new IllegalArgumentException(
                    "musubi.elasticsearch.refresh-interval: expected more than nothing, got "
                            + refreshInterval);
        }
    }

    /** The same settings at other addresses. */
    SearchProperties at(List<String> others) {
        return new SearchProperties(
                others,
                user,
                password,
                caFile,
                prefix,
                refreshInterval,
                connectTimeout,
                searchTimeout,
                writeTimeout);
    }
}
