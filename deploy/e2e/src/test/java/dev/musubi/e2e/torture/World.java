package dev.musubi.e2e.torture;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Who and what there is in a run, and how each channel names them. */
final class World {

    static final int PERSONS = 120;

    /** The first so many are known from the start by all their names; the clerk errs about them. */
    static final int KNOWN = 30;

    static final String CURRENCY = "JPY";
    static final String WEB = "web";
    static final List<String> STORES = List.of("ginza", "umeda");
    static final List<String> LOCATIONS = List.of("ginza", "umeda", WEB);
    static final List<String> SKUS =
            IntStream.range(0, 12).mapToObj("SKU-%02d"::formatted).toList();
    static final String SHOP = "shop:web";
    static final String SHOPIFY = "shopify:main";
    static final String TILLS = "tills";
    static final List<String> SOURCES_OF_ORDERS = List.of(SHOP, SHOPIFY, "pos:ginza", "pos:umeda");

    private static final long DAY = 86_400;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    static String customer(int person) {
        return "c-%04d".formatted(person);
    }

    static String email(int person) {
        return "p%04d@example.jp".formatted(person);
    }

    static String card(int person) {
        return "L%06d".formatted(700_000 + person);
    }

    static long shopifyCustomer(int person) {
        return 9_000_000 + person;
    }

    /** All names of a person, as a query writes them. */
    static List<String> identifiers(int person) {
        return List.of(
                "customer_id:shop:" + customer(person),
                "email:" + email(person),
                "loyalty_id:" + card(person),
                "customer_id:shopify-main:" + shopifyCustomer(person));
    }

    static String source(String store) {
        return "pos:" + store;
    }

    /** When the run began. */
    Instant now() {
        return now;
    }

    /**
     * When something is counted, or sold and never spoken of again: 60 to 30 days before the run.
     */
    Instant early(Random random) {
        return now.minusSeconds(30 * DAY + random.nextLong(30 * DAY));
    }

    /**
     * When the rest happens: the 20 days before the run, after all counts. What a change of an
     * order moves is dated by the event that the hub learns it from, so of orders that are told
     * several times only the sum is the same in every order of arrival.
     */
    Instant late(Random random) {
        return now.minusSeconds(DAY + random.nextLong(20 * DAY));
    }
}
