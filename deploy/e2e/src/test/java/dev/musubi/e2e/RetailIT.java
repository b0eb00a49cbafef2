package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.musubi.client.ApiException;
import dev.musubi.client.Musubi;
import dev.musubi.client.model.CurrencyTotals;
import dev.musubi.client.model.OrderSum;
import dev.musubi.client.model.OrderTotals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real shop's nine months, dropped into a folder of the real hub. */
class RetailIT {
    private static final String SOURCE = "shop:online-retail";
    private static final List<String> CUSTOMERS = List.of("17850", "14646", "18102", "12415");

    @TempDir Path folder;

    @Test
    void theFileComesToItsTotalsAndAgainUnderAnotherNameChangesNothing() throws Exception {
        var file = data("retail/online-retail/lines-to-2011-08-31.csv.gz");
        var inbox = Files.createDirectories(folder.resolve("inbox"));
        var account = "--musubi.channels.files.retail.";
        try (var hub =
                HubProcess.start(
                        folder.resolve("data"),
                        account + "mapping=online-retail",
                        account + "folder=" + inbox,
                        account + "poll=1s")) {
            drop(file, inbox, "orders.csv.gz");
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> orders(hub.client()) == 16_459);
            assertTotals(hub.client());
            assertCustomers(hub.client(), file);
            var versions = versions(hub.client());

            drop(file, inbox, "renamed.csv.gz");

            assertTotals(hub.client());
            assertCustomers(hub.client(), file);
            assertThat(versions(hub.client())).isEqualTo(versions);
            assertThat(hub.client().deadLetters().getDeadLetters(null, null, null, null).getItems())
                    .isEmpty();
        }
    }

    /** Into the folder in one step, as the rename at the end of an upload; until it is taken in. */
    private static void drop(Path file, Path inbox, String name) throws IOException {
        var part = inbox.resolve(name + ".part");
        Files.copy(file, part);
        Files.move(part, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> !Files.exists(inbox.resolve(name)));
        try (var done = Files.list(inbox.resolve(".done"))) {
            assertThat(done.map(path -> path.getFileName().toString()))
                    .anyMatch(path -> path.endsWith(name));
        }
    }

    private static long orders(Musubi hub) throws ApiException {
        return Optional.ofNullable(totals(hub).getCurrencies().get("GBP"))
                .map(CurrencyTotals::getAll)
                .map(OrderSum::getOrders)
                .orElse(0L);
    }

    private static OrderTotals totals(Musubi hub) throws ApiException {
        return hub.orders().getOrderTotals(SOURCE);
    }

    private static void assertTotals(Musubi hub) throws ApiException {
        var currencies = totals(hub).getCurrencies();
        assertThat(currencies).containsOnlyKeys("GBP");
        var sums = currencies.get("GBP");
        assertSum(sums.getAll(), 13_905, 2_554, "5761931.382");
        assertSum(sums.getWithPerson(), 11_415, 2_427, "4919107.732");
        assertSum(sums.getWithoutPerson(), 2_490, 127, "842823.650");
    }

    private static void assertSum(OrderSum sum, long sales, long credits, String revenue) {
        assertThat(sum.getSales()).isEqualTo(sales);
        assertThat(sum.getCredits()).isEqualTo(credits);
        assertThat(sum.getOrders()).isEqualTo(sales + credits);
        assertThat(new BigDecimal(sum.getRevenue())).isEqualByComparingTo(revenue);
    }

    private static void assertCustomers(Musubi hub, Path file) throws Exception {
        var sums = sums(file);
        for (var customer : CUSTOMERS) {
            var stats =
                    hub.profiles().findProfile("customer_id:online-retail:" + customer).getStats();
            assertThat(new BigDecimal(stats.getRevenue().get("GBP")))
                    .as("customer %s", customer)
                    .isEqualByComparingTo(sums.get(customer));
        }
    }

    private static Map<String, Long> versions(Musubi hub) throws ApiException {
        Map<String, Long> versions = new HashMap<>();
        for (var customer : CUSTOMERS) {
            var profile = hub.profiles().findProfile("customer_id:online-retail:" + customer);
            versions.put(customer, profile.getVersion());
        }
        return versions;
    }

    /**
     * By the last columns alone, which hold no quotes: quantity, date, price, customer, country.
     */
    private static Map<String, BigDecimal> sums(Path file) throws IOException {
        Map<String, BigDecimal> sums = new HashMap<>();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            lines.readLine();
            lines.lines()
                    .map(line -> line.split(",", -1))
                    .forEach(
                            cells -> {
                                int end = cells.length;
                                var amount =
                                        new BigDecimal(cells[end - 5])
                                                .multiply(new BigDecimal(cells[end - 3]));
                                var customer = cells[end - 2].replace(".0", "");
                                sums.merge(customer, amount, BigDecimal::add);
                            });
        }
        return sums;
    }

    /** The public data sets lie outside the project; without them the test says so and skips. */
    private static Path data(String name) {
        var root = Optional.ofNullable(System.getenv("MUSUBI_ROOT")).orElse("../..");
        var data =
                Optional.ofNullable(System.getenv("MUSUBI_DATA"))
                        .map(Path::of)
                        .orElse(Path.of(root, "../shared/data"));
        var file = data.resolve(name).normalize();
        assumeThat(Files.isReadable(file))
                .as("%s is not there; set MUSUBI_DATA to the folder of the data sets", name)
                .isTrue();
        return file;
    }
}
