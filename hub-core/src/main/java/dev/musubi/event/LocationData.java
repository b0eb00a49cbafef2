package dev.musubi.event;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What {@code location.updated} says. What is absent is not said.
 *
 * @param kind such as {@code store} or {@code warehouse}
 * @param kana how the name is read
 * @param latitude degrees, north positive; worth nothing without the longitude
 * @param longitude degrees, east positive
 * @param hours as sent
 * @param timezone of the IANA data base, such as {@code Asia/Tokyo}
 */
public record LocationData(
        String location,
        @Nullable String kind,
        @Nullable String name,
        @Nullable String kana,
        @Nullable Double latitude,
        @Nullable Double longitude,
        @Nullable String postcode,
        @Nullable JsonNode hours,
        @Nullable String brand,
        @Nullable String timezone) {}
