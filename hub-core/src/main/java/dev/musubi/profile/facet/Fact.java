package dev.musubi.profile.facet;

import dev.musubi.consent.Decision;
import dev.musubi.identity.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one event means to the facet of its home.
 *
 * @param key the event's key
 * @param at its effective time
 * @param traits checked values of the closed list
 * @param decisions what it says about consent
 * @param attributes identifiers beside the home that link nobody, such as an unverified e-mail
 */
public record Fact(
        String key,
        String source,
        Instant at,
        String channel,
        @Nullable String location,
        Map<Trait, String> traits,
        List<Decision> decisions,
        List<Node> attributes) {}
