package dev.musubi.stores;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which stores to start, where, and how large.
 *
 * @param dataFolder made when absent; one hub at a time
 * @param mongodbUri of a replica set that is there already: none is started
 * @param elasticsearchUris of a cluster that is there already, separated by commas: none is started
 * @param mongodbCacheGb of WiredTiger; mongod itself takes about 150 MB more
 * @param oplogMb at least 990; null: 4096 where the disk allows. Counts when the data is created
 * @param elasticsearchHeapMb at least 128; the process takes about 200 MB more
 * @param startLimit for each store; also for starting it again
 */
public record StoresOptions(
        Path dataFolder,
        @Nullable String mongodbUri,
        @Nullable String elasticsearchUris,
        double mongodbCacheGb,
        @Nullable Integer oplogMb,
        int elasticsearchHeapMb,
        Duration startLimit) {
    private static final int SMALLEST_OPLOG_MB = 990;

    public StoresOptions {
        mongodbUri = blankToNull(mongodbUri);
        elasticsearchUris = blankToNull(elasticsearchUris);
        if (mongodbCacheGb < 0.25) {
            throw new IllegalArgumentException(
                    "the cache of mongod is at least 0.25 GB, not " + mongodbCacheGb);
        }
        if (oplogMb != null && oplogMb < SMALLEST_OPLOG_MB) {
            throw new IllegalArgumentException(
                    "the oplog is at least " + SMALLEST_OPLOG_MB + " MB, not " + oplogMb);
        }
        if (elasticsearchHeapMb < 128) {
            throw new IllegalArgumentException(
                    "the heap of Elasticsearch is at least 128 MB, not " + elasticsearchHeapMb);
        }
    }

    /** Usual sizes for a small machine. */
    public static StoresOptions of(
            Path dataFolder, @Nullable String mongodbUri, @Nullable String elasticsearchUris) {
        return new StoresOptions(
                dataFolder, mongodbUri, elasticsearchUris, 0.5, null, 512, Duration.ofMinutes(2));
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.trim();
    }
}
