package dev.musubi.platform;

import java.util.List;

/** Where Elasticsearch is, where the configuration does not say it: addresses of its nodes. */
public record IndexAddress(List<String> uris) {

    public IndexAddress {
        uris = List.copyOf(uris);
    }
}
