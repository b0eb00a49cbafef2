package dev.musubi.connectors.common;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real samples of the vendors, from the data folder ({@code MUSUBI_DATA}). Tests that need them are
 * skipped where the folder is not there.
 */
public final class TestData {

    private TestData() {}

    /** A sample as it is in the folder, such as {@code webhooks/line/follow.json}. */
    public static byte[] bytes(String file) {
        Path path = folder().resolve(file);
        assumeTrue(Files.exists(path), "skipped: no " + file + "; set MUSUBI_DATA");
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ObjectNode json(String file) {
        return (ObjectNode) tree(file);
    }

    public static JsonNode tree(String file) {
        try {
            return Json.mapper().readTree(bytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] bytes(JsonNode json) {
        try {
            return Json.mapper().writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        String given = System.getenv("MUSUBI_DATA");
        String root = System.getenv("MUSUBI_ROOT");
        return given != null
                ? Path.of(given)
                : Path.of(root == null ? ".." : root, "../shared/data");
    }
}
