package dev.musubi.e2e.torture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Looks for what was refused: it may be a dead letter or kept aside, and nothing else. */
final class TraceAudit {

    private final Door hub;
    private final Differences found;

    TraceAudit(Door hub, Differences found) {
        this.hub = hub;
        this.found = found;
    }

    void compare(Model model) {
        for (String key : model.refused()) {
            int status = hub.get("/api/v1/events/" + key.replace('|', '/')).status();
            found.same("refused " + key, 404, status);
        }
        Set<String> conflicts = new TreeSet<>();
        pages(
                "/api/v1/conflicts?limit=200",
                one -> conflicts.add(one.path("source").asText() + "|" + one.path("id").asText()));
        found.same("conflicts", model.conflicts(), conflicts);
        Set<String> rows = new TreeSet<>();
        Set<String> hooks = new TreeSet<>();
        pages(
                "/api/v1/dead-letters?limit=200",
                letter -> {
                    switch (letter.path("channel").asText()) {
                        case "files" -> row(letter, rows);
                        case "shopify" -> hooks.add(letter.path("id").asText());
                        default -> found.add("a dead letter that nobody caused: " + letter);
                    }
                });
        found.same("dead rows", model.deadRows(), rows);
        found.same("dead webhooks", model.deadHooks(), hooks.size());
    }

    private void row(JsonNode letter, Set<String> rows) {
        String place = letter.path("place").asText().replaceFirst(" key .*", "");
        if (!rows.add(place)) {
            found.add("two dead letters of " + place);
        }
    }

    private void pages(String path, Consumer<JsonNode> each) {
        String cursor = "";
        do {
            JsonNode page = hub.read(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items").forEach(each);
            cursor = page.path("next").asText("");
        } while (!cursor.isEmpty());
    }
}
