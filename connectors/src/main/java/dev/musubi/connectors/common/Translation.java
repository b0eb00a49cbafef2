package dev.musubi.connectors.common;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What a message tells.
 *
 * @param events those that could be read; each goes in, whatever is wrong with its neighbours
 * @param unreadable why the others could not be read, place by place; where there are any, the
 *     message is kept as a dead letter beside its events
 */
public record Translation(List<ObjectNode> events, List<String> unreadable) {

    public Translation {
        events = List.copyOf(events);
        unreadable = List.copyOf(unreadable);
    }

    /** A message that could be read as a whole. */
    public static Translation of(List<ObjectNode> events) {
        return new Translation(events, List.of());
    }

    /**
     * Reads the items of a list one by one, so that a broken one holds up no other.
     *
     * @param path of the list, for the reasons
     * @param read the events of one item; refuses by {@link Untranslatable}
     */
    public static Translation each(
            JsonNode items, String path, Function<Resource, List<ObjectNode>> read) {
        List<ObjectNode> events = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String at = path + "[" + i + "]";
            try {
                events.addAll(read.apply(item(items.get(i), at)));
            } catch (Untranslatable refused) {
                unreadable.add(String.valueOf(refused.getMessage()));
            }
        }
        return new Translation(events, unreadable);
    }

    /** One reason for a dead letter, empty where all was read. */
    public String reason() {
        if (unreadable.isEmpty()) {
            return "";
        }
        String first = unreadable.getFirst();
        return unreadable.size() == 1
                ? first
                : first + " (and " + (unreadable.size() - 1) + " more that cannot be read)";
    }

    private static Resource item(JsonNode node, String path) {
        if (!node.isObject()) {
            throw new Untranslatable(
                    path
                            + ": expected an object, but a "
                            + node.getNodeType().name().toLowerCase(Locale.ROOT)
                            + " came");
        }
        return new Resource(node, path);
    }
}
