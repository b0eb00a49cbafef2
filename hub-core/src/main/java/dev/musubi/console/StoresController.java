package dev.musubi.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.inventory.Freshness;
import dev.musubi.inventory.Stock;
import dev.musubi.openapi.model.Location;
import dev.musubi.platform.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** <i>Stores</i>: each with what the catalogue knows of it, and how fresh its counts are. */
@Controller
final class StoresController {

    /** Places on the page; the rest is named by their number. */
    private static final int SHOWN = 200;

    private final Hub hub;
    private final Stock stock;

    StoresController(Hub hub, Stock stock) {
        this.hub = hub;
        this.stock = stock;
    }

    /**
     * A place and the age of its counts.
     *
     * @param hours a line for each day or remark
     * @param age as {@link Shelves#age} says it, of the newest count
     */
    record Store(Location place, List<String> hours, Freshness counts, String age) {
        Store {
            hours = List.copyOf(hours);
        }
    }

    @GetMapping("/console/stores")
    String page(@ModelAttribute("r") Reader reader, Model model) {
        List<Location> places = Hub.body(hub.catalogue().getLocations()).getLocations();
        model.addAttribute(
                "stores",
                places.stream().limit(SHOWN).map(place -> store(place, reader.now())).toList());
        model.addAttribute("hidden", Math.max(0, places.size() - SHOWN));
        return "console/stores";
    }

    private Store store(Location place, Instant now) {
        Freshness counts = stock.freshness(place.getLocation());
        Instant newest = counts.newest();
        return new Store(
                place,
                hours(place.getHours()),
                counts,
                Shelves.age(newest == null ? null : Duration.between(newest, now).toSeconds()));
    }

    /** Sources send hours as they like: an object gives a line a field, anything else one line. */
    static List<String> hours(@Nullable Object hours) {
        if (hours instanceof ObjectNode days) {
            return days.properties().stream()
                    .map(day -> day.getKey() + " " + text(day.getValue()))
                    .toList();
        }
        return hours instanceof JsonNode line && !line.isNull() ? List.of(text(line)) : List.of();
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : Json.write(value);
    }
}
