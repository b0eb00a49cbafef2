package dev.musubi.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.event.Sender;
import dev.musubi.event.intake.EventReader;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.Json;
import dev.musubi.testing.Contract;
import dev.musubi.testing.EventBuilder;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.web.bind.annotation.RestController;

/** The document and the code say the same. */
class ContractTest {

    private static final Contract CONTRACT = new Contract();
    private static final Sender ANYBODY =
            new Sender("test", Set.of(), Map.of(), Set.of(IdentifierType.values()));
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    @Test
    void everyTypeOfTheDesignHasItsContent() {
        assertThat(CONTRACT.contents().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        List.of(
                                ("order.placed order.updated order.cancelled order.shipped order.ready"
                                                + " order.collected order.delivered order.returned"
                                                + " stock.counted stock.adjusted product.updated"
                                                + " location.updated product.viewed cart.updated"
                                                + " page.viewed search.performed app.opened"
                                                + " screen.viewed activity.recorded activity.booked"
                                                + " activity.attended store.visited email.sent"
                                                + " email.delivered email.opened email.clicked"
                                                + " email.bounced email.complained"
                                                + " email.unsubscribed social.followed"
                                                + " social.unfollowed social.messaged"
                                                + " social.mentioned social.commented social.shared"
                                                + " social.reacted social.voted social.posted"
                                                + " survey.answered review.posted support.opened"
                                                + " support.replied support.resolved live.joined"
                                                + " live.chatted live.left content.watched"
                                                + " consent.changed")
                                        .split(" ")));
    }

    static Stream<String> types() {
        return CONTRACT.contents().keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("types")
    void theExampleOfEachTypeIsTakenAndDescribed(String type) {
        ObjectNode event = event(type);

        assertThat(CONTRACT.event(event)).isEmpty();
        assertThat(read(event)).isInstanceOf(EventReader.Accepted.class);
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatTheContractRequiresTheHubAsksFor(String type) {
        Schema<?> schema = schema(CONTRACT.contents().get(type));
        for (String field :
                schema.getRequired() == null ? List.<String>of() : schema.getRequired()) {
            ObjectNode event = event(type);
            ((ObjectNode) event.get("data")).remove(field);

            assertThat(CONTRACT.event(event)).as(field).isNotEmpty();
            assertThat(read(event)).as(field).isInstanceOf(EventReader.Refused.class);
        }
    }

    @Test
    void unknownFieldsAndTypesAreDescribed() {
        ObjectNode event = EventBuilder.anEvent("gift.wrapped").with("ribbon", "red").build();
        event.put("colour", "red")
                .putArray("identifiers")
                .addObject()
                .put("type", "email")
                .put("value", "a@b.jp")
                .put("note", "x");

        assertThat(CONTRACT.event(event)).isEmpty();
    }

    @Test
    void anEventThatIsNotDescribedIsNamedByItsField() {
        ObjectNode event = EventBuilder.anOrder("o-1", "10").build();
        ((ObjectNode) event.at("/data/lines/0")).put("quantity", true);

        assertThat(CONTRACT.event(event)).singleElement().asString().contains("quantity");
    }

    /** A call without a scope is refused when it comes; this says so before. */
    @Test
    void everyCallNeedsTheScopeThatTheContractNames() throws Exception {
        Map<String, String> declared = new TreeMap<>();
        for (Class<?> controller : controllers()) {
            for (Class<?> api : controller.getInterfaces()) {
                if (api.getPackageName().equals("dev.musubi.openapi.api")) {
                    for (Method call : api.getMethods()) {
                        Needs needs =
                                controller
                                        .getDeclaredMethod(call.getName(), call.getParameterTypes())
                                        .getAnnotation(Needs.class);
                        declared.put(call.getName(), needs == null ? "none" : needs.value().wire());
                    }
                }
            }
        }
        Map<String, String> described = new TreeMap<>();
        operations()
                .forEach(
                        o ->
                                described.put(
                                        o.getOperationId(),
                                        String.valueOf(o.getExtensions().get("x-scope"))));

        assertThat(described).containsAllEntriesOf(declared);
        assertThat(declared).isNotEmpty().doesNotContainValue("none");
    }

    @Test
    void theScopesAndIdentifierTypesAreThoseOfTheHub() {
        assertThat(enumOf("Scope"))
                .containsExactlyElementsOf(Arrays.stream(Scope.values()).map(Scope::wire).toList());
        assertThat(enumOf("IdentifierType")).containsExactlyElementsOf(IdentifierType.wires());
    }

    @Test
    void everyCallMayAnswerThatTheKeyIsMissingOrHasUsedUpItsShare() {
        assertThat(operations())
                .allSatisfy(
                        o ->
                                assertThat(new TreeSet<>(o.getResponses().keySet()))
                                        .as(o.getOperationId())
                                        .contains("401", "403", "429", "503", "default"));
    }

    private static Stream<Operation> operations() {
        return CONTRACT.api().getPaths().values().stream()
                .flatMap(p -> p.readOperations().stream());
    }

    private static List<String> enumOf(String schema) {
        return schema(schema).getEnum().stream().map(String::valueOf).toList();
    }

    private static Schema<?> schema(String name) {
        return CONTRACT.api().getComponents().getSchemas().get(name);
    }

    private static ObjectNode event(String type) {
        JsonNode example =
                Json.mapper().valueToTree(schema(CONTRACT.contents().get(type)).getExample());
        ObjectNode event = EventBuilder.anEvent(type).build();
        event.set("data", example);
        return event;
    }

    private static EventReader.Read read(JsonNode event) {
        return new EventReader().read(event, ANYBODY, NOW);
    }

    private static Set<Class<?>> controllers() throws ClassNotFoundException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        Set<String> names =
                scanner.findCandidateComponents("dev.musubi").stream()
                        .map(b -> String.valueOf(b.getBeanClassName()))
                        .collect(Collectors.toSet());
        Set<Class<?>> found = new java.util.HashSet<>();
        for (String name : names) {
            found.add(Class.forName(name));
        }
        return found;
    }
}
