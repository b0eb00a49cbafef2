package dev.musubi.inventory;

import java.util.Comparator;

/** A SKU in a location: what has a number. */
public record Spot(String location, String sku) implements Comparable<Spot> {

    private static final Comparator<Spot> ORDER =
            Comparator.comparing(Spot::location).thenComparing(Spot::sku);

    @Override
    public int compareTo(Spot other) {
        return ORDER.compare(this, other);
    }
}
