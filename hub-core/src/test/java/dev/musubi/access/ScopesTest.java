package dev.musubi.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.musubi.testing.WebHub;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class ScopesTest {

    private static WebHub hub;

    @BeforeAll
    static void open() {
        hub = WebHub.start(Map.of());
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    @Test
    void everyCallDeclaresTheScopeThatTheContractSays() throws Exception {
        Map<String, String> declared = new TreeMap<>();
        hub.get(RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach(
                        (mapping, method) ->
                                mapping.getPatternValues().stream()
                                        .filter(path -> !ScopeCheck.forAnyKey(path))
                                        .forEach(
                                                path ->
                                                        declared.put(
                                                                call(mapping, path),
                                                                scope(method))));

        Map<String, String> contract = contract();
        // The search engine's controllers are no part of this hub.
        for (String things : List.of("profiles", "products")) {
            contract.remove("GET /api/v1/" + things + "/search");
            declared.remove("GET /api/v1/" + things + "/search");
        }
        assertThat(declared).isEqualTo(contract);
    }

    private static String call(
            org.springframework.web.servlet.mvc.method.RequestMappingInfo mapping, String path) {
        return mapping.getMethodsCondition().getMethods().iterator().next() + " " + path;
    }

    private static String scope(HandlerMethod method) {
        Needs needs = method.getMethodAnnotation(Needs.class);
        return needs == null ? "none: " + method : needs.value().wire();
    }

    private static Map<String, String> contract() throws Exception {
        Map<String, String> scopes = new TreeMap<>();
        try (InputStream yaml = ScopesTest.class.getResourceAsStream("/musubi.yaml")) {
            JsonNode paths = new YAMLMapper().readTree(yaml).path("paths");
            paths.properties()
                    .forEach(
                            path ->
                                    path.getValue()
                                            .properties()
                                            .forEach(
                                                    call ->
                                                            scopes.put(
                                                                    call.getKey()
                                                                                    .toUpperCase(
                                                                                            Locale
                                                                                                    .ROOT)
                                                                            + " /api/v1"
                                                                            + path.getKey(),
                                                                    call.getValue()
                                                                            .path("x-scope")
                                                                            .asText("none"))));
        }
        return scopes;
    }

    @Test
    void aCallWithoutADeclaredScopeIsRefusedWhoeverAsks() throws Exception {
        HandlerMethod forgotten =
                new HandlerMethod(this, ScopesTest.class.getDeclaredMethod("forgotten"));

        for (String path : new String[] {"/api/v1/forgotten", "/forgotten"}) {
            assertThatThrownBy(
                            () ->
                                    new ScopeCheck()
                                            .preHandle(
                                                    new MockHttpServletRequest("GET", path),
                                                    new MockHttpServletResponse(),
                                                    forgotten))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    void forgotten() {}
}
