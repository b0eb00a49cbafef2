package dev.musubi.connectors.common;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.musubi.platform.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Makes bad messages of good ones. */
public final class Hostile {

    /** What may stand in the place of any value, as JSON. */
    public static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "0",
                    "-1",
                    "1e400",
                    "1e999999999",
                    "12345678901234567890123",
                    "\"\"",
                    "\" \"",
                    "\"text\"",
                    "\"NaN\"",
                    "\"1e9\"",
                    "\"-0.000000000001\"",
                    "[]",
                    "[1]",
                    "[null]",
                    "[{}]",
                    "[[]]",
                    "{}",
                    "{\"a\":{}}",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"2026-13-40T00:00:00Z\"",
                    "\"+999999999-12-31T23:59:59Z\"");

    private Hostile() {}

    /** A message with one place, anywhere in it, replaced by this JSON. */
    public static byte[] replaced(String message, Random random, String replacement) {
        JsonNode tree = Json.read(message);
        List<Consumer<JsonNode>> places = places(tree);
        places.get(random.nextInt(places.size())).accept(TextNode.valueOf("HERE"));
        return Json.write(tree).replace("\"HERE\"", replacement).getBytes(StandardCharsets.UTF_8);
    }

    /** Every place of the tree, as a function that puts something else there. */
    private static List<Consumer<JsonNode>> places(JsonNode node) {
        List<Consumer<JsonNode>> places = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.fieldNames()
                    .forEachRemaining(
                            name -> {
                                places.add(value -> object.set(name, value));
                                places.addAll(places(object.get(name)));
                            });
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                int at = i;
                places.add(value -> list.set(at, value));
                places.addAll(places(list.get(i)));
            }
        }
        return places;
    }
}
