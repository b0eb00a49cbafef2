package dev.musubi.console;

import dev.musubi.openapi.model.Availability;
import dev.musubi.openapi.model.Band;
import dev.musubi.openapi.model.PlaceAvailability;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Variants against places. Pure.
 *
 * @param places that anything is known of, in the order of the answers
 * @param cells what is known of a SKU in a place
 * @param nearest the nearest place that has the item asked for; absent where no distance is known
 *     or no place has any
 */
record Shelves(
        List<PlaceAvailability> places,
        Map<String, Map<String, PlaceAvailability>> cells,
        @Nullable PlaceAvailability nearest) {

    private static final long FRESH = 4 * 3_600L;
    private static final long RECENT = 24 * 3_600L;

    static Shelves of(String sku, List<Availability> stock) {
        Map<String, PlaceAvailability> places = new LinkedHashMap<>();
        Map<String, Map<String, PlaceAvailability>> cells = new HashMap<>();
        Optional<PlaceAvailability> nearest = Optional.empty();
        for (Availability item : stock) {
            Map<String, PlaceAvailability> row = new HashMap<>();
            for (PlaceAvailability place : item.getPlaces()) {
                places.putIfAbsent(place.getLocation(), place);
                row.put(place.getLocation(), place);
            }
            cells.put(item.getSku(), row);
            if (item.getSku().equals(sku)) {
                nearest =
                        item.getPlaces().stream()
                                .filter(p -> p.getDistanceKm() != null)
                                .filter(Shelves::has)
                                .min(Comparator.comparingDouble(Shelves::distance));
            }
        }
        return new Shelves(List.copyOf(places.values()), cells, nearest.orElse(null));
    }

    private static boolean has(PlaceAvailability place) {
        return place.getBand() == Band.IN_STOCK || place.getBand() == Band.LOW;
    }

    private static double distance(PlaceAvailability place) {
        Double km = place.getDistanceKm();
        return km == null ? Double.MAX_VALUE : km;
    }

    public @Nullable PlaceAvailability at(String sku, String location) {
        return cells.getOrDefault(sku, Map.of()).get(location);
    }

    /** How much a count of that age is worth: {@code fresh}, {@code recent}, {@code old}. */
    public static String age(@Nullable Long seconds) {
        if (seconds == null) {
            return "never";
        }
        return seconds < FRESH ? "fresh" : seconds < RECENT ? "recent" : "old";
    }

    /** The same for pages, which have no static methods. */
    public String ageOf(PlaceAvailability place) {
        return age(place.getAgeSeconds());
    }
}
