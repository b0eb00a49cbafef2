package dev.musubi.testing;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.schema.SchemaValidator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.Json;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The contract as a judge: says where an exchange is not as {@code musubi.yaml} describes it.
 * Thread safe.
 *
 * <p>Every answer has to be described. A request that is not described has to be refused, so that
 * tests can send bad ones: it is a breach only where the hub took it. Of {@code POST /events} that
 * is asked event by event, the content by the schema of its type.
 */
public final class Contract {

    private static final String BASE = "/api/v1";
    private static final Set<String> TAKEN = Set.of("accepted", "duplicate", "conflict");

    private final OpenAPI api;
    private final OpenApiInteractionValidator validator;
    private final SchemaValidator schemas;
    private final Map<String, String> contents = new HashMap<>();

    public Contract() {
        String text = text();
        api = new OpenAPIParser().readContents(text, null, null).getOpenAPI();
        validator = OpenApiInteractionValidator.createForInlineApiSpecification(text).build();
        schemas = new SchemaValidator(api, new MessageResolver());
        api.getComponents()
                .getSchemas()
                .forEach((name, schema) -> types(schema).forEach(type -> contents.put(type, name)));
    }

    /** One request and its answer. Header names are in lower case; bodies are inflated. */
    public record Exchange(
            String method,
            String path,
            @Nullable String query,
            Map<String, List<String>> headers,
            byte[] body,
            int status,
            Map<String, List<String>> answerHeaders,
            byte[] answer) {}

    /** The document as it is served. */
    public static String text() {
        try (InputStream in = Contract.class.getResourceAsStream("/musubi.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public OpenAPI api() {
        return api;
    }

    /** The schema of an event's content by its type; nothing for types without one. */
    public Map<String, String> contents() {
        return Map.copyOf(contents);
    }

    /** What is not as the contract says; empty where all is, and for paths that it is not about. */
    public List<String> breaches(Exchange exchange) {
        // OPTIONS is HTTP's own: a browser asks before it sends.
        if (!exchange.path().startsWith(BASE + "/") || exchange.method().equals("OPTIONS")) {
            return List.of();
        }
        List<String> breaches = new ArrayList<>(answer(exchange));
        if (exchange.status() < 400) {
            breaches.addAll(request(exchange));
        }
        return breaches;
    }

    /** Where a value is not as a schema of the contract says. */
    public List<String> breaches(String schema, JsonNode value) {
        return messages(
                schemas.validate(
                        () -> value,
                        new Schema<>().$ref("#/components/schemas/" + schema),
                        schema));
    }

    private List<String> answer(Exchange exchange) {
        SimpleResponse.Builder response = new SimpleResponse.Builder(exchange.status());
        exchange.answerHeaders().forEach(response::withHeader);
        if (exchange.answer().length > 0) {
            response.withBody(exchange.answer());
        }
        ValidationReport report =
                validator.validateResponse(
                        path(exchange.path()),
                        Request.Method.valueOf(exchange.method()),
                        response.build());
        boolean unknown =
                report.getMessages().stream()
                        .anyMatch(
                                m ->
                                        m.getKey().startsWith("validation.request.path.missing")
                                                || m.getKey()
                                                        .startsWith(
                                                                "validation.request.operation.notAllowed"));
        return unknown ? refusal(exchange) : messages(report);
    }

    /** What is not in the contract has to be refused, by a problem document as everywhere. */
    private List<String> refusal(Exchange exchange) {
        if (exchange.status() < 400) {
            return List.of("an operation that the contract does not describe was answered");
        }
        if (exchange.method().equals("HEAD")) {
            return List.of();
        }
        String type =
                String.join("", exchange.answerHeaders().getOrDefault("content-type", List.of()));
        return type.startsWith("application/problem+json")
                ? breaches("Problem", json(exchange.answer()))
                : List.of("a refusal that is no problem document but '" + type + "'");
    }

    private List<String> request(Exchange exchange) {
        List<String> breaches = new ArrayList<>();
        boolean partly = false;
        if (exchange.path().equals(BASE + "/events")) {
            JsonNode body = json(exchange.body());
            JsonNode results = json(exchange.answer()).path("results");
            for (int i = 0; i < results.size(); i++) {
                JsonNode event = body.has("events") ? body.get("events").get(i) : body;
                if (TAKEN.contains(results.get(i).path("status").asText())) {
                    breaches.addAll(event(event));
                } else {
                    partly = true;
                }
            }
        }
        if (!partly) {
            breaches.addAll(messages(validator.validateRequest(described(exchange))));
        }
        return breaches;
    }

    /** Where an event is not as the contract says, its content by the schema of its type. */
    public List<String> event(JsonNode event) {
        List<String> breaches = new ArrayList<>(breaches("Event", event));
        String content = contents.get(event.path("type").asText());
        if (content != null) {
            JsonNode data = event.hasNonNull("data") ? event.get("data") : Json.object();
            breaches.addAll(breaches(content, data));
        }
        return breaches;
    }

    private SimpleRequest described(Exchange exchange) {
        SimpleRequest.Builder request =
                new SimpleRequest.Builder(exchange.method(), path(exchange.path()), false);
        exchange.headers().forEach(request::withHeader);
        if (exchange.body().length > 0) {
            request.withBody(exchange.body());
        }
        parameters(exchange.query()).forEach(request::withQueryParam);
        return request.build();
    }

    /** Decoded, but for slashes within a segment, which the judge would take for its end. */
    private static String path(String raw) {
        return Arrays.stream(raw.split("/", -1))
                .map(s -> URLDecoder.decode(s.replace("+", "%2B"), StandardCharsets.UTF_8))
                .map(s -> s.replace('/', '_'))
                .collect(Collectors.joining("/"));
    }

    private static Map<String, List<String>> parameters(@Nullable String query) {
        Map<String, List<String>> parameters = new HashMap<>();
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters
                        .computeIfAbsent(
                                URLDecoder.decode(name, StandardCharsets.UTF_8),
                                _ -> new ArrayList<>())
                        .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static JsonNode json(byte[] text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            return Json.object();
        }
    }

    private static List<String> messages(ValidationReport report) {
        return report.getMessages().stream()
                .filter(m -> m.getLevel() == ValidationReport.Level.ERROR)
                .map(m -> m.getKey() + ": " + m.getMessage())
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<String> types(Schema<?> schema) {
        Object types =
                schema.getExtensions() == null ? null : schema.getExtensions().get("x-event-types");
        return types == null ? List.of() : (List<String>) types;
    }
}
