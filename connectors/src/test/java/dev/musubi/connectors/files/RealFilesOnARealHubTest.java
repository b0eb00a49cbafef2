package dev.musubi.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.musubi.connectors.pos.RealData;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.event.EventLog;
import dev.musubi.event.Submission;
import dev.musubi.order.OrderTotals;
import dev.musubi.order.Orders;
import dev.musubi.testing.TestHub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public data sets as files, into the real log, people and orders. */
class RealFilesOnARealHubTest {
    @TempDir Path folder;

    private final TestHub hub = TestHub.start();
    private final Map<Appended.Status, Long> statuses = new EnumMap<>(Appended.Status.class);
    private final List<Undelivered> letters = new ArrayList<>();

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void onlineRetailComesToItsTotalsAndAgainUnderAnotherNameChangesNothing() throws IOException {
        var file = RealData.file("retail/online-retail/lines-to-2011-08-31.csv.gz");

        take("online-retail", file, "orders.csv.gz", Instant.parse("2011-09-01T00:00:00Z"));

        await().atMost(Duration.ofMinutes(3))
                .until(() -> totals("shop:online-retail", "GBP").all().sales() == 13_905);
        assertThat(statuses).isEqualTo(Map.of(Appended.Status.ACCEPTED, 16_459L));
        assertTotals();

        take("online-retail", file, "renamed.csv.gz", Instant.parse("2011-10-01T00:00:00Z"));

        assertThat(statuses)
                .isEqualTo(
                        Map.of(
                                Appended.Status.ACCEPTED,
                                16_459L,
                                Appended.Status.DUPLICATE,
                                16_459L));
        assertTotals();
    }

    @Test
    void completeJourneyComesToItsTotals() throws IOException {
        var file = RealData.file("retail/complete-journey/transactions_sample.csv.gz");

        take("complete-journey", file, "sample.csv.gz", Instant.parse("2018-01-01T00:00:00Z"));

        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(
                        () ->
                                assertThat(totals("pos:complete-journey", "USD").withPerson())
                                        .satisfies(sum -> assertThat(sum.sales()).isEqualTo(47_243))
                                        .satisfies(
                                                sum ->
                                                        assertThat(sum.revenue())
                                                                .isEqualByComparingTo(
                                                                        "233935.24")));
        assertThat(statuses).isEqualTo(Map.of(Appended.Status.ACCEPTED, 47_243L));
        assertThat(letters)
                .singleElement()
                .satisfies(
                        letter ->
                                assertThat(letter.place())
                                        .startsWith("sample.csv.gz:")
                                        .endsWith(" key 389|32478901200"));
    }

    private void assertTotals() {
        await().untilAsserted(
                        () -> {
                            var totals = totals("shop:online-retail", "GBP");
                            assertThat(totals.all().sales()).isEqualTo(13_905);
                            assertThat(totals.all().credits()).isEqualTo(2_554);
                            assertThat(totals.all().revenue()).isEqualByComparingTo("5761931.382");
                            assertThat(totals.withPerson().sales()).isEqualTo(11_415);
                            assertThat(totals.withPerson().credits()).isEqualTo(2_427);
                            assertThat(totals.withPerson().revenue())
                                    .isEqualByComparingTo("4919107.732");
                            assertThat(totals.withoutPerson().revenue())
                                    .isEqualByComparingTo("842823.650");
                        });
    }

    private OrderTotals.Currency totals(String source, String currency) {
        return hub.get(Orders.class)
                .totals(source)
                .byCurrency()
                .getOrDefault(
                        currency,
                        new OrderTotals.Currency(
                                OrderTotals.Sum.NONE, OrderTotals.Sum.NONE, OrderTotals.Sum.NONE));
    }

    private void take(String mapping, Path file, String name, Instant modified) throws IOException {
        var inbox = Files.createDirectories(folder.resolve("inbox"));
        var inboxes =
                FileInboxes.of(
                        new FileChannels(
                                folder.resolve("work"),
                                Map.of("shop", FilesFixture.account(mapping, inbox, null))),
                        this::append,
                        FilesFixture.TODAY,
                        letters::add,
                        Clock.systemUTC(),
                        new SimpleMeterRegistry());
        inboxes.intakes().getFirst().take(file, name, modified, ".failed/" + name);
    }

    private List<Appended> append(List<Submission> submissions) {
        var results = hub.get(EventLog.class).append(submissions);
        results.forEach(result -> statuses.merge(result.status(), 1L, Long::sum));
        return results;
    }
}
