package dev.musubi.recommendation;

import dev.musubi.inventory.Band;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where items can be had. */
@FunctionalInterface
public interface Shelf {

    /**
     * How well items can be had; those that nobody knows about may be left out.
     *
     * @param skus at most a few hundred
     * @param location the store or warehouse; absent: any
     * @param channel the channel that sells; absent: any
     */
    Map<String, Band> bands(
            Collection<String> skus, @Nullable String location, @Nullable String channel);
}
