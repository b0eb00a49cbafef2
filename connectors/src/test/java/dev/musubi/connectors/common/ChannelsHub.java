package dev.musubi.connectors.common;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.testing.WebHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** A whole hub on a real MongoDB, with all channels, entered through its public doors. */
public final class ChannelsHub implements AutoCloseable {

    private final WebHub hub;
    private final Hooks hooks;

    private ChannelsHub(WebHub hub) {
        this.hub = hub;
        this.hooks = new Hooks(hub.address());
    }

    /**
     * @param settings the accounts
     */
    public static ChannelsHub start(Map<String, Object> settings) {
        return start(WebHub.database(), settings);
    }

    /** On this database, as a hub that starts again with other settings. */
    public static ChannelsHub start(String database, Map<String, Object> settings) {
        try {
            Map<String, Object> all = new HashMap<>(settings);
            all.put(
                    "musubi.channels.work-folder",
                    Files.createTempDirectory("musubi-work").toString());
            return new ChannelsHub(WebHub.start(database, all, Connectors.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public WebHub hub() {
        return hub;
    }

    public Hooks hooks() {
        return hooks;
    }

    /** Sends an event by REST and waits until it is applied. */
    public void apply(String event) {
        HttpResponse<String> answer = hub.post("/api/v1/events?wait=applied", event);
        if (answer.statusCode() != 202 || answer.body().contains("rejected")) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
    }

    /** The profile behind an identifier, or the answer that there is none. */
    public JsonNode profile(String identifier) {
        return WebHub.json(hub.get("/api/v1/profiles?identifier=" + identifier));
    }

    /** What may be written for marketing to who is known by this identifier, as of now. */
    public JsonNode mayWrite(String identifier, String channel) {
        String id = profile(identifier).path("id").asText();
        return WebHub.json(
                hub.get(
                        "/api/v1/profiles/"
                                + id
                                + "/permissions?purpose=marketing&channel="
                                + channel));
    }

    @Override
    public void close() {
        hub.close();
    }

    /** Named as a source and not annotated, so that no other test's scan finds it. */
    @ComponentScan(
            basePackages = "dev.musubi.connectors",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = ".*\\.\\w+(Configuration|Controller)"))
    static class Connectors {}
}
