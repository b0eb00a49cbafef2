package dev.musubi.connectors.goods;

import dev.musubi.platform.Digests;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of rows: parts joined by bars, each part told from its neighbours. Pure. */
final class GoodsIds {
    private static final int LONGEST = 200;

    private GoodsIds() {}

    static String joined(String first, Object second, Object... more) {
        return Stream.concat(Stream.of(first, second), Arrays.stream(more))
                .map(part -> part.toString().replace("%", "%25").replace("|", "%7C"))
                .collect(Collectors.joining("|"));
    }

    /** Location and SKU; empty where either is. */
    static String position(Map<GoodsField, String> values) {
        var location = values.getOrDefault(GoodsField.LOCATION, "");
        var sku = values.getOrDefault(GoodsField.SKU, "");
        return location.isEmpty() || sku.isEmpty() ? "" : joined(location, sku);
    }

    /** An id that the event log takes: what is too long to read is named by its hash. */
    static String bounded(String id) {
        return id.length() <= LONGEST ? id : HexFormat.of().formatHex(Digests.sha256(id), 0, 16);
    }
}
