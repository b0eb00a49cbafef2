package dev.musubi.access;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoorTest {

    @ParameterizedTest
    @CsvSource({
        "/actuator/health, OPEN",
        "/actuator/health/liveness, OPEN",
        "/hooks/shopify/tokyo, OPEN",
        "/hooks/shopify/.., NOWHERE",
        "/hooks/shopify, CALL",
        "/hooks/shopify/a/b, CALL",
        "/actuator/healthy, OPERATOR",
        "/actuator/health/%2e%2e/prometheus, NOWHERE",
        "/actuator/prometheus, OPERATOR",
        "/actuator;x/prometheus, NOWHERE",
        "/%61ctuator/prometheus, NOWHERE",
        "/docs, PAGE",
        "/docs/ui/swagger-ui.css, PAGE",
        "/docsx, CALL",
        "/openapi.yaml, PAGE",
        "/api/v1/events/pos:ginza/a%2Fb, CALL",
        "/api/v1/../../docs, NOWHERE",
        "/api//v1, NOWHERE",
        "/, CALL"
    })
    void aPathLeadsToOneDoor(String path, Door door) {
        assertThat(Door.of(path)).isEqualTo(door);
    }

    @Property
    void nothingBehindAnOpenDoorReadsInTwoWays(
            @ForAll @AlphaChars @Chars({'/', '.', '%', ';', '\\', '2', 'e'}) @StringLength(max = 20)
                    String rest) {
        String path = "/hooks/" + rest;

        if (Door.of(path) == Door.OPEN) {
            assertThat(path).doesNotContain("..", "%", ";", "\\", "//");
        }
    }
}
