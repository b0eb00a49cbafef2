package dev.musubi.identity;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.musubi.platform.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a rule file to its published schema, {@code rules.schema.json}, and says in the house's
 * words what differs. Thread safe.
 */
final class RuleSchema {

    private static final JsonNode TREE = load();
    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(TREE);

    private RuleSchema() {}

    private static JsonNode load() {
        try (InputStream file = RuleSchema.class.getResourceAsStream("rules.schema.json")) {
            return Json.mapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the schema of the identity rules cannot be read", e);
        }
    }

    static void check(JsonNode rules, RuleFaults faults) {
        for (Error error : SCHEMA.validate(rules)) {
            String path = path(error.getInstanceLocation().toString());
            JsonNode came = error.getInstanceNode();
            switch (error.getKeyword()) {
                case "additionalProperties" ->
                        faults.add(
                                below(path, error.getProperty()),
                                "no other keys than " + known(error),
                                unknown(path, error.getProperty()));
                case "required" ->
                        faults.add(below(path, error.getProperty()), "a value", "nothing");
                case "type" -> faults.add(path, type(error, came), came.toString());
                case "minimum" ->
                        faults.add(path, "at least " + error.getSchemaNode(), came.toString());
                case "maximum" ->
                        faults.add(path, "at most " + error.getSchemaNode(), came.toString());
                case "minLength" -> faults.add(path, "some text", came.toString());
                case "maxLength" ->
                        faults.add(
                                path,
                                "at most " + error.getSchemaNode() + " characters",
                                came.toString());
                case "maxItems" ->
                        faults.add(
                                path,
                                "at most " + error.getSchemaNode() + " entries",
                                String.valueOf(came.size()));
                case "pattern" -> faults.add(path, "text" + example(error), came.toString());
                default -> faults.add(path, "what the schema says", error.getMessage());
            }
        }
    }

    private static String unknown(String path, String key) {
        return path.equals("limits") && IdentifierType.ofWire(key).isPresent()
                ? key + ", a type that joins nobody"
                : key;
    }

    private static String type(Error error, JsonNode came) {
        return switch (error.getSchemaNode().asText()) {
            case "string" ->
                    "text"
                            + example(error)
                            + (came.isContainerNode() ? "" : " (put it into quotes)");
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            default -> "keys of its own: " + known(error);
        };
    }

    private static String example(Error error) {
        JsonNode examples = around(error).path("examples");
        return examples.isEmpty() ? "" : " such as " + examples.path(0);
    }

    private static String known(Error error) {
        List<String> names = new ArrayList<>();
        around(error).path("properties").fieldNames().forEachRemaining(names::add);
        return String.join(", ", names);
    }

    /** The part of the schema that the keyword stands in. */
    private static JsonNode around(Error error) {
        JsonPointer keyword =
                JsonPointer.compile(error.getSchemaLocation().getFragment().toString());
        return TREE.at(keyword.head());
    }

    private static String path(String pointer) {
        String path = "";
        for (JsonPointer at = JsonPointer.compile(pointer); !at.matches(); at = at.tail()) {
            path =
                    at.mayMatchElement()
                            ? path + "[" + at.getMatchingIndex() + "]"
                            : below(path, at.getMatchingProperty());
        }
        return path;
    }

    private static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
