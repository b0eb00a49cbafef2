package dev.musubi.testing;

import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.schema.SchemaValidator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.Json;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Events as the contract describes them: the envelope, and the content by the schema that names the
 * type in {@code x-event-types}. OpenAPI has no word for that tie, so that a validator does not see
 * it. Thread safe.
 */
public final class EventContract {

    private static final String BATCH = "events";
    private static final Set<String> TAKEN = Set.of("accepted", "duplicate", "conflict");

    private final OpenAPI api =
            new OpenAPIParser().readLocation("/musubi.yaml", null, null).getOpenAPI();
    private final SchemaValidator schemas = new SchemaValidator(api, new MessageResolver());
    private final Map<String, String> contents = new TreeMap<>();

    public EventContract() {
        api.getComponents()
                .getSchemas()
                .forEach((name, schema) -> types(schema).forEach(t -> contents.put(t, name)));
    }

    /** The name of the content's schema, by type; types without content are left out. */
    public Map<String, String> contents() {
        return Map.copyOf(contents);
    }

    public Schema<?> schema(String name) {
        return api.getComponents().getSchemas().get(name);
    }

    /** Where those events of a request that the hub took are not as the contract says. */
    public List<String> taken(JsonNode request, JsonNode answer) {
        List<String> broken = new ArrayList<>();
        JsonNode results = answer.path("results");
        for (int i = 0; i < results.size(); i++) {
            if (TAKEN.contains(results.get(i).path("status").asText())) {
                broken.addAll(broken(request.has(BATCH) ? request.at("/events/" + i) : request));
            }
        }
        return broken;
    }

    /** Where an event is not as the contract says. */
    public List<String> broken(JsonNode event) {
        List<String> broken = new ArrayList<>(broken("Event", event));
        String content = contents.get(event.path("type").asText());
        if (content != null) {
            broken.addAll(
                    broken(content, event.hasNonNull("data") ? event.get("data") : Json.object()));
        }
        return broken;
    }

    private List<String> broken(String schema, JsonNode value) {
        Schema<?> described = new Schema<>().$ref("#/components/schemas/" + schema);
        return schemas.validate(() -> value, described, schema).getMessages().stream()
                .filter(m -> m.getLevel() == ValidationReport.Level.ERROR)
                .map(m -> schema + ": " + m.getMessage())
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<String> types(Schema<?> schema) {
        Object types =
                schema.getExtensions() == null ? null : schema.getExtensions().get("x-event-types");
        return types == null ? List.of() : (List<String>) types;
    }
}
