package dev.musubi.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.openapi.model.Order;
import dev.musubi.openapi.model.TimelineEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitingTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static Order order(String id, String channel, Order.StatusEnum status, int daysAgo) {
        return new Order(
                        "shop",
                        id,
                        List.of(),
                        Order.KindEnum.SALE,
                        status,
                        channel,
                        "JPY",
                        "1000",
                        Map.of("JPY", "1000"),
                        List.of(),
                        List.of())
                .time(ago(daysAgo));
    }

    private static OffsetDateTime ago(int days) {
        return NOW.atOffset(ZoneOffset.UTC).minusDays(days);
    }

    private static TimelineEvent support(String step, String id, int daysAgo, String subject) {
        return new TimelineEvent(
                "mail",
                id + step + daysAgo,
                "support." + step,
                ago(daysAgo),
                ago(daysAgo),
                "support",
                TimelineEvent.StateEnum.APPLIED,
                Map.of("case", id, "subject", subject));
    }

    @Test
    void whatIsPaidAtATillIsNotWaitedFor() {
        Waiting waiting =
                Waiting.of(
                        List.of(order("R-1", "store", Order.StatusEnum.PLACED, 1)), List.of(), NOW);

        assertThat(waiting.nothing()).isTrue();
    }

    @Test
    void anOrderOfTheWebIsWaitedForUntilItIsThereOrLongAgo() {
        Waiting waiting =
                Waiting.of(
                        List.of(
                                order("O-1", "web", Order.StatusEnum.PLACED, 1),
                                order("O-2", "web", Order.StatusEnum.READY, 80),
                                order("O-3", "web", Order.StatusEnum.DELIVERED, 3),
                                order("O-4", "web", Order.StatusEnum.SHIPPED, 60)),
                        List.of(),
                        NOW);

        assertThat(waiting.orders()).extracting(Order::getOrderId).containsExactly("O-1");
        assertThat(waiting.pickups()).extracting(Order::getOrderId).containsExactly("O-2");
        assertThat(waiting.count()).isEqualTo(2);
    }

    @Test
    void aCaseIsOpenUntilItIsResolvedAndAgainAfterTheNextMail() {
        List<TimelineEvent> newestFirst =
                List.of(
                        support("replied", "M-3", 1, "again"),
                        support("resolved", "M-3", 2, ""),
                        support("replied", "M-1", 3, "re: coat"),
                        support("resolved", "M-2", 4, ""),
                        support("opened", "M-3", 5, "first"),
                        support("opened", "M-2", 6, "gloves"),
                        support("opened", "M-1", 7, "coat"));

        assertThat(Waiting.of(List.of(), newestFirst, NOW).cases())
                .containsExactly(
                        new Waiting.Case("M-3", "again", ago(1), 1),
                        new Waiting.Case("M-1", "coat", ago(3), 2));
    }
}
