package dev.musubi.e2e;

import dev.musubi.client.ApiException;
import dev.musubi.client.Musubi;
import dev.musubi.client.model.LookupRequest;
import dev.musubi.client.model.Order;
import dev.musubi.client.model.OrderPage;
import dev.musubi.client.model.Profile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What the writers were told is kept: their own list, which owes the hub nothing. */
final class Ledger {
    static final int PERSONS = 200;
    static final String SOURCE = "shop:kill";
    static final String CURRENCY = "JPY";

    private final List<Set<String>> events =
            IntStream.range(0, PERSONS).<Set<String>>mapToObj(i -> new HashSet<>()).toList();
    private final List<Map<String, BigDecimal>> orders =
            IntStream.range(0, PERSONS)
                    .<Map<String, BigDecimal>>mapToObj(i -> new TreeMap<>())
                    .toList();
    private final Set<String> cancelled = new HashSet<>();

    /** The hub answered {@code accepted} or {@code duplicate} for the event. */
    synchronized void acknowledged(Told told) {
        if (!events.get(told.person()).add(told.event().getId())) {
            return;
        }
        if (told.order() != null) {
            orders.get(told.person()).put(told.order(), told.revenue());
            if (told.cancels()) {
                cancelled.add(told.order());
            }
        }
    }

    synchronized int size() {
        return events.stream().mapToInt(Set::size).sum();
    }

    synchronized BigDecimal revenue() {
        return IntStream.range(0, PERSONS)
                .mapToObj(this::revenue)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Where the hub says anything else than this list; empty when they are equal. */
    synchronized List<String> differences(Musubi hub) throws ApiException {
        List<String> found = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (var key : List.of("customer_id:shop:c-%d", "email:p%d@example.jp")) {
            var lookup =
                    new LookupRequest()
                            .identifiers(
                                    IntStream.range(0, PERSONS).mapToObj(key::formatted).toList());
            var results = hub.profiles().lookUpProfiles(lookup).getResults();
            for (int person = 0; person < PERSONS; person++) {
                Profile profile = results.get(person).getProfile();
                if (profile == null) {
                    found.add("person " + person + ": nobody has " + key.formatted(person));
                } else {
                    ids.add(profile.getId());
                    compare(person, profile, found);
                }
            }
        }
        same("profiles", PERSONS, ids.size(), found);
        for (int person = 0; person < PERSONS && found.isEmpty(); person++) {
            var id = hub.profiles().findProfile("customer_id:shop:c-" + person).getId();
            same(
                    "orders of person " + person,
                    normal(orders.get(person)),
                    ordersOf(hub, id),
                    found);
        }
        compareTotals(hub, found);
        return found;
    }

    private void compare(int person, Profile profile, List<String> found) {
        var who = "person " + person;
        var stats = profile.getStats();
        same(who + " events", (long) events.get(person).size(), stats.getEvents(), found);
        same(who + " orders", sales(person), stats.getOrders(), found);
        same(who + " credits", 0L, stats.getCredits(), found);
        var revenue = stats.getRevenue().getOrDefault(CURRENCY, "0");
        same(who + " revenue", normal(revenue(person)), normal(new BigDecimal(revenue)), found);
    }

    private void compareTotals(Musubi hub, List<String> found) throws ApiException {
        var totals = hub.orders().getOrderTotals(SOURCE).getCurrencies().get(CURRENCY);
        if (totals == null) {
            found.add("no totals in " + CURRENCY);
            return;
        }
        long sales = IntStream.range(0, PERSONS).mapToLong(this::sales).sum();
        same("total sales", sales, totals.getAll().getSales(), found);
        same("total sales with a person", sales, totals.getWithPerson().getSales(), found);
        same("total credits", 0L, totals.getAll().getCredits(), found);
        same(
                "total revenue",
                normal(revenue()),
                normal(new BigDecimal(totals.getAll().getRevenue())),
                found);
    }

    private static Map<String, BigDecimal> ordersOf(Musubi hub, String id) throws ApiException {
        Map<String, BigDecimal> orders = new HashMap<>();
        String cursor = null;
        do {
            OrderPage page = hub.profiles().getOrders(id, 200, cursor);
            for (Order order : page.getItems()) {
                orders.put(
                        order.getOrderId(),
                        new BigDecimal(order.getRevenue().getOrDefault(CURRENCY, "0")));
            }
            cursor = page.getNext();
        } while (cursor != null);
        return normal(orders);
    }

    private BigDecimal revenue(int person) {
        return orders.get(person).values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private long sales(int person) {
        return orders.get(person).keySet().stream().filter(o -> !cancelled.contains(o)).count();
    }

    private static Map<String, BigDecimal> normal(Map<String, BigDecimal> amounts) {
        Map<String, BigDecimal> normal = new TreeMap<>();
        amounts.forEach((order, amount) -> normal.put(order, normal(amount)));
        return normal;
    }

    /** Equal amounts are equal, whatever their trailing zeros. */
    private static BigDecimal normal(BigDecimal amount) {
        return amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    }

    private static void same(String what, Object list, Object hub, List<String> found) {
        if (!list.equals(hub)) {
            found.add(what + ": the list says " + list + ", the hub " + hub);
        }
    }
}
