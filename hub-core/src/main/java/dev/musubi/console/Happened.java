package dev.musubi.console;

import dev.musubi.openapi.model.TimelineEvent;
import dev.musubi.platform.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An event in short: what it was about, and all that it carried. Pure.
 *
 * @param about a text of its own, such as the subject of a mail; empty where it has none
 * @param amount with its currency; both empty where it has none
 * @param skus items that it names, each once
 * @param carried every field as text, in the order of the source
 */
record Happened(
        String about,
        String amount,
        String currency,
        List<String> skus,
        Map<String, String> carried) {

    /** What says most of an event in its own words, the first that there is. */
    private static final List<String> TELLING =
            List.of("subject", "text", "query", "title", "campaign", "content", "show", "survey");

    private static final int LONGEST = 300;

    Happened {
        skus = List.copyOf(skus);
        carried = Collections.unmodifiableMap(new LinkedHashMap<>(carried));
    }

    static Happened of(TimelineEvent event) {
        Map<String, Object> data = event.getData();
        Map<String, String> carried = new LinkedHashMap<>();
        data.forEach(
                (field, value) -> {
                    if (value != null) {
                        carried.put(field, cut(text(value)));
                    }
                });
        return new Happened(
                TELLING.stream()
                        .filter(carried::containsKey)
                        .findFirst()
                        .map(carried::get)
                        .orElse(""),
                data.containsKey("currency") ? carried.getOrDefault("total", "") : "",
                carried.getOrDefault("currency", ""),
                skus(event),
                carried);
    }

    /** The items that an event names, in its lines or by itself. */
    static List<String> skus(TimelineEvent event) {
        List<String> skus = new ArrayList<>();
        if (event.getData().get("sku") instanceof String sku) {
            skus.add(sku);
        }
        if (event.getData().get("lines") instanceof List<?> lines) {
            for (Object line : lines) {
                if (line instanceof Map<?, ?> fields && fields.get("sku") instanceof String sku) {
                    skus.add(sku);
                }
            }
        }
        return skus.stream().distinct().limit(20).toList();
    }

    private static String text(Object value) {
        return value instanceof String text ? text : Json.mapper().valueToTree(value).toString();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
