package dev.musubi.e2e.torture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A system that follows the feed of changes: nothing may be missing in it, nothing come twice. */
final class Follower {

    private final Door hub;
    private final Map<String, Long> versions = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private String cursor = "";
    private long seq = -1;

    Follower(Door hub) {
        this.hub = hub;
    }

    void followUntil(BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            follow();
            Door.pause(300);
        }
    }

    /** Up to the end of the feed. */
    synchronized void follow() {
        int size;
        do {
            String from = cursor.isEmpty() ? "" : "&cursor=" + cursor;
            JsonNode page = hub.read("/api/v1/profiles/changes?limit=1000" + from);
            page.path("changes").forEach(this::take);
            cursor = page.path("next").asText();
            size = page.path("changes").size();
        } while (size == 1_000);
    }

    private void take(JsonNode change) {
        long next = change.path("seq").asLong();
        if (seq >= 0 && next != seq + 1) {
            faults.add("feed: after change " + seq + " came " + next);
        }
        seq = next;
        if (change.path("type").asText().equals("changes.lost")) {
            faults.add("feed: changes were lost before " + next);
        }
        if (change.has("version")) {
            versions.put(change.path("profile").asText(), change.path("version").asLong());
        }
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** The newest version that the feed told of a profile; 0 where it told none. */
    synchronized long version(String profile) {
        return versions.getOrDefault(profile, 0L);
    }
}
