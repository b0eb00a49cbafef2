package dev.musubi.event.intake;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Json;
import dev.musubi.platform.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the body of a request into envelopes; refuses what is not JSON of the contract's shape. */
public final class BodyReader {

    private BodyReader() {}

    /**
     * One event, or {@code {"events": […]}}. The envelopes are not checked yet.
     *
     * @throws Refused 400 where the whole cannot be read, 413 where it is too much
     */
    public static List<JsonNode> envelopes(byte[] body) {
        JsonNode root = root(body, "an event or {\"events\": […]}");
        JsonNode events = root.get("events");
        if (events == null || root.has("type")) {
            return List.of(root);
        }
        if (!events.isArray() || events.isEmpty()) {
            throw new Refused(
                    Problem.unreadable(
                            "events has to be a list of 1 to "
                                    + Limits.EVENTS
                                    + " events; it is "
                                    + Shape.kind(events)));
        }
        if (events.size() > Limits.EVENTS) {
            throw tooLarge(
                    "a request may have "
                            + Limits.EVENTS
                            + " events; this one has "
                            + events.size());
        }
        List<JsonNode> envelopes = new ArrayList<>(events.size());
        events.forEach(envelopes::add);
        return envelopes;
    }

    private static String text(byte[] body) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(body);
        CharBuffer text = CharBuffer.allocate(body.length);
        CoderResult result = decoder.decode(bytes, text, true);
        if (result.isError()) {
            throw new Refused(
                    Problem.unreadable(
                            "the body has to be UTF-8; byte " + bytes.position() + " is not"));
        }
        try {
            decoder.flush(text);
            return text.flip().toString();
        } catch (IllegalStateException e) {
            throw new Refused(Problem.unreadable("the body has to be UTF-8; it ends too early"));
        }
    }

    /**
     * One object.
     *
     * @throws Refused 400 where it cannot be read, 413 where it is too much
     */
    public static ObjectNode object(byte[] body) {
        return (ObjectNode) root(body, "an object");
    }

    private static JsonNode root(byte[] body, String expected) {
        if (body.length > Limits.REQUEST_BYTES) {
            throw tooLarge(
                    "a request may have "
                            + Limits.REQUEST_BYTES
                            + " bytes; this one has "
                            + body.length);
        }
        JsonNode root = json(text(body));
        if (!root.isObject()) {
            throw new Refused(
                    Problem.unreadable(
                            "the body has to be " + expected + "; it is " + Shape.kind(root)));
        }
        return root;
    }

    private static JsonNode json(String text) {
        try {
            JsonNode root = Json.mapper().readTree(text);
            if (root == null || root.isMissingNode()) {
                throw new Refused(Problem.unreadable("the body is empty"));
            }
            return root;
        } catch (StreamConstraintsException e) {
            throw new Refused(
                    Problem.unreadable(
                            "a body has at most "
                                    + Json.MOST_TOKENS
                                    + " values, names and brackets, 64 levels, numbers of 400 and"
                                    + " names of 1024 characters; this one has more"
                                    + beyond(text)));
        } catch (JsonProcessingException e) {
            throw new Refused(
                    Problem.unreadable(
                            "the body is not JSON (RFC 8259: double keys, NaN and trailing text are"
                                    + " refused too)"
                                    + at(e)));
        }
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null ? "" : at(e.getLocation());
    }

    private static String at(JsonLocation place) {
        return ", line " + place.getLineNr() + " column " + place.getColumnNr();
    }

    /** Where a limit is met: the exception does not say, so it is looked for. */
    private static String beyond(String text) {
        try (JsonParser parser = Json.mapper().createParser(text)) {
            try {
                JsonToken token = parser.nextToken();
                while (token != null) {
                    token = parser.nextToken();
                }
                return "";
            } catch (JsonProcessingException here) {
                return at(parser.currentLocation());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
    }

    private static Refused tooLarge(String detail) {
        return new Refused(new Problem(413, "too-large", "More than a limit allows", detail, null));
    }
}
