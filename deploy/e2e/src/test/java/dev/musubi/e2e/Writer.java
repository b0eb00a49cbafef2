package dev.musubi.e2e;

import dev.musubi.client.ApiException;
import dev.musubi.client.Musubi;
import dev.musubi.client.model.Event;
import dev.musubi.client.model.EventBatch;
import dev.musubi.client.model.EventIdentifier;
import dev.musubi.client.model.EventResult;
import dev.musubi.client.model.IdentifierType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A channel system: tells the hub what happens, again and again until it is told "kept". */
final class Writer {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    /** An order that may still change. */
    private record Open(int person, String id, long version) {}

    private final String name;
    private final Random random;
    private final Musubi hub;
    private final Ledger ledger;
    private final AtomicLong repeats;
    private final Consumer<ApiException> refused;
    private final List<Open> open = new ArrayList<>();
    private long number;

    Writer(String name, long seed, Musubi hub, Ledger ledger, AtomicLong repeats) {
        this(name, seed, hub, ledger, repeats, _ -> {});
    }

    /**
     * @param refused gets every answer after which the writer sends again
     */
    Writer(
            String name,
            long seed,
            Musubi hub,
            Ledger ledger,
            AtomicLong repeats,
            Consumer<ApiException> refused) {
        this.name = name;
        this.random = new Random(seed);
        this.hub = hub;
        this.ledger = ledger;
        this.repeats = repeats;
        this.refused = refused;
    }

    void writeUntil(BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            List<Told> batch = new ArrayList<>();
            int size = random.nextBoolean() ? 1 : 2 + random.nextInt(6);
            for (int i = 0; i < size; i++) {
                batch.add(next());
            }
            send(batch, false);
            if (random.nextInt(20) == 0) {
                send(batch, true);
            }
            LockSupport.parkNanos(Duration.ofMillis(40 + random.nextInt(120)).toNanos());
        }
    }

    /** Both identifiers of everybody in one event, so that each person is one at the end. */
    void introduceEverybody() {
        for (int person = 0; person < Ledger.PERSONS; person++) {
            var event = event(person, "profile.identified", 0);
            send(List.of(new Told(person, event, null, BigDecimal.ZERO, false)), false);
        }
    }

    private Told next() {
        int kind = random.nextInt(10);
        if (kind < 5 || open.isEmpty() && kind >= 8) {
            int person = random.nextInt(Ledger.PERSONS);
            var order = new Open(person, name + "-o" + number, 1);
            open.add(order);
            return content("order.placed", order);
        }
        if (kind < 8) {
            int person = random.nextInt(Ledger.PERSONS);
            var event = event(person, "page.viewed", random.nextInt(4)).data(Map.of("url", "/"));
            return new Told(person, event, null, BigDecimal.ZERO, false);
        }
        var order = open.remove(random.nextInt(open.size()));
        if (random.nextInt(3) == 0) {
            var event =
                    event(order.person(), "order.cancelled", random.nextInt(4))
                            .data(Map.of("orderId", order.id()));
            return new Told(order.person(), event, order.id(), BigDecimal.ZERO, true);
        }
        var newer = new Open(order.person(), order.id(), order.version() + 1);
        open.add(newer);
        return content("order.updated", newer);
    }

    private Told content(String type, Open order) {
        var total = BigDecimal.valueOf(random.nextLong(1, 50_000_000), random.nextInt(7));
        var event =
                event(order.person(), type, random.nextInt(4))
                        .data(
                                Map.of(
                                        "orderId", order.id(),
                                        "version", order.version(),
                                        "currency", Ledger.CURRENCY,
                                        "total", total.toPlainString(),
                                        "lines",
                                                List.of(
                                                        Map.of(
                                                                "sku", "A-1",
                                                                "quantity", "1",
                                                                "amount", total.toPlainString()))));
        return new Told(order.person(), event, order.id(), total, false);
    }

    private Event event(int person, String type, int who) {
        var event =
                new Event()
                        .source(Ledger.SOURCE)
                        .id(name + "-" + number++)
                        .type(type)
                        .channel("web")
                        .time(FROM.plusSeconds(random.nextInt(20_000_000)).toString());
        if (who != 1) {
            event.addIdentifiersItem(
                    new EventIdentifier()
                            .type(IdentifierType.CUSTOMER_ID)
                            .namespace("shop")
                            .value("c-" + person));
        }
        if (who != 2) {
            event.addIdentifiersItem(
                    new EventIdentifier()
                            .type(IdentifierType.EMAIL)
                            .value("p" + person + "@example.jp")
                            .verified(true));
        }
        return event;
    }

    private void send(List<Told> batch, boolean again) {
        var body = new EventBatch().events(batch.stream().map(Told::event).toList());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                var results = hub.events().appendEvents(body, null, false).getResults();
                for (int i = 0; i < batch.size(); i++) {
                    acknowledged(batch.get(i), results.get(i), again);
                }
                return;
            } catch (ApiException e) {
                // 0: no answer, or half of one
                boolean passing = e.getCode() == 0 || e.getCode() == 429 || e.getCode() == 503;
                if (!passing || System.nanoTime() > deadline) {
                    throw new AssertionError(
                            name + " was answered " + e.getCode() + ": " + e.getResponseBody(), e);
                }
                repeats.incrementAndGet();
                refused.accept(e);
                LockSupport.parkNanos(Duration.ofMillis(100 + random.nextInt(400)).toNanos());
            }
        }
    }

    private void acknowledged(Told told, EventResult result, boolean again) {
        boolean kept =
                result.getStatus() == EventResult.StatusEnum.DUPLICATE
                        || !again && result.getStatus() == EventResult.StatusEnum.ACCEPTED;
        if (!kept || !told.event().getId().equals(result.getId())) {
            throw new AssertionError(told.event().getId() + " was answered " + result);
        }
        ledger.acknowledged(told);
    }
}
