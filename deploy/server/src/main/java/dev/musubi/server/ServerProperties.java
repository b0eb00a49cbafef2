package dev.musubi.server;

import dev.musubi.stores.StoresOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the hub keeps its data, and which stores are the operator's own.
 *
 * @param dataFolder for embedded stores and the first key; one hub at a time
 * @param stores addresses that take the place of embedded stores
 */
@ConfigurationProperties("musubi")
record ServerProperties(@DefaultValue(".musubi") Path dataFolder, @DefaultValue Addresses stores) {

    /**
     * Addresses of running stores; where one is left out, a store is started.
     *
     * @param mongodbUri of a replica set
     * @param mongodbCaFile a PEM file with the certificates that MongoDB's is signed by
     * @param mongodbAnswer how long MongoDB may take to answer one request
     * @param elasticsearchUris separated by commas
     */
    record Addresses(
            @Nullable String mongodbUri,
            @Nullable Path mongodbCaFile,
            @DefaultValue("10s") Duration mongodbAnswer,
            @Nullable String elasticsearchUris) {

        /** What Java trusts, where nothing is named. */
        @Nullable Path mongodbTrust() {
            return mongodbCaFile == null || mongodbCaFile.toString().isEmpty()
                    ? null
                    : mongodbCaFile;
        }
    }

    StoresOptions storesOptions() {
        return StoresOptions.of(dataFolder, stores.mongodbUri(), stores.elasticsearchUris());
    }
}
