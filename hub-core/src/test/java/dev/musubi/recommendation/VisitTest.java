package dev.musubi.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.identity.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VisitTest {

    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void aBasketIsWhatItHoldsAndNotWhatWasTakenOut() {
        Visit visit =
                read(
                                "cart.updated",
                                """
                                {"data":{"lines":[{"sku":"a","quantity":1},{"sku":"b","quantity":"0"},
                                {"sku":"c","quantity":"2.5"},{"sku":"a","quantity":1}]}}""",
                                "anonymous_id:v")
                        .orElseThrow();

        assertThat(visit.skus()).containsExactly("a", "c");
    }

    @Test
    void whoLogsInStaysInTheirVisitAndIsFoundByBothNames() {
        Visit visit =
                read(
                                "product.viewed",
                                "{\"data\":{\"sku\":\"a\"}}",
                                "customer_id:shop:1",
                                "anonymous_id:v")
                        .orElseThrow();

        assertThat(visit.key()).isEqualTo("anonymous_id:v");
        assertThat(visit.owners()).containsExactly("customer_id:shop:1", "anonymous_id:v");
    }

    @Test
    void aVisitWithANameNeedsNobody() {
        Visit visit =
                read("product.viewed", "{\"data\":{\"sku\":\"a\",\"session\":\"s-1\"}}")
                        .orElseThrow();

        assertThat(visit.named()).isTrue();
        assertThat(Visit.name(visit.key())).contains("s-1");
    }

    @Test
    void whatIsBackFilledOrNobodysOrAboutNothingIsNoVisit() {
        assertThat(
                        read(
                                "product.viewed",
                                "{\"historical\":true,\"data\":{\"sku\":\"a\"}}",
                                "anonymous_id:v"))
                .isEmpty();
        assertThat(read("product.viewed", "{\"data\":{\"sku\":\"a\"}}")).isEmpty();
        assertThat(read("cart.updated", "{\"data\":{}}", "anonymous_id:v")).isEmpty();
        assertThat(read("page.viewed", "{\"data\":{\"sku\":\"a\"}}", "anonymous_id:v")).isEmpty();
    }

    @Test
    void noClockOfAShopRunsFarAheadOfOurs() {
        Visit visit =
                Visit.of(
                                "test|1",
                                "product.viewed",
                                AT.plus(Duration.ofHours(3)),
                                AT,
                                List.of(new Node("anonymous_id:v")),
                                "{\"data\":{\"sku\":\"a\"}}")
                        .orElseThrow();

        assertThat(visit.at()).isEqualTo(AT.plus(Duration.ofMinutes(5)));
    }

    private static Optional<Visit> read(String type, String body, String... nodes) {
        return Visit.of("test|1", type, AT, AT, Stream.of(nodes).map(Node::new).toList(), body);
    }
}
