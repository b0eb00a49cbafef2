package dev.musubi.benchmarks;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The people and the events of the load: views of a shop's pages, as of the peer's own benchmark.
 */
final class Workload {

    private final int people;
    private final String run;
    private final AtomicLong next = new AtomicLong();

    Workload(int people, String run) {
        this.people = people;
        this.run = run;
    }

    int people() {
        return people;
    }

    int somebody() {
        return ThreadLocalRandom.current().nextInt(people);
    }

    /** A number that was never given before. */
    long fresh() {
        return next.incrementAndGet();
    }

    /** The event by which a person becomes known. */
    String person(long number) {
        return "{\"source\":\"bench\",\"id\":\"person-%d\",\"type\":\"profile.identified\",\"time\":\"%s\",\"channel\":\"web\",\"identifiers\":[{\"type\":\"customer_id\",\"namespace\":\"bench\",\"value\":\"p%d\"},{\"type\":\"email\",\"value\":\"user%d@mail.example\",\"verified\":true}],\"traits\":{\"givenName\":\"First%d\",\"familyName\":\"Last%d\"}}"
                .formatted(number, Instant.now(), number, number, number, number % 1000);
    }

    /**
     * A person's word that they are called Probe with a number; the first word makes them known.
     */
    String named(long person, long number) {
        return "{\"source\":\"bench\",\"id\":\"%s-named-%d\",\"type\":\"profile.updated\",\"time\":\"%s\",\"channel\":\"web\",\"identifiers\":[{\"type\":\"customer_id\",\"namespace\":\"bench\",\"value\":\"p%d\"}],\"traits\":{\"givenName\":\"Probe%d\"}}"
                .formatted(run, number, Instant.now(), person, number);
    }

    /** So many page views of one known person, as a request's body. */
    String views(int person, int events) {
        return viewsOf("p" + person, events);
    }

    /** So many page views of whoever has this account, as a request's body. */
    String viewsOf(String account, int events) {
        return events == 1 ? viewOf(account) : request(events, () -> viewOf(account));
    }

    /** So many page views, each of a known person taken at random, as a request's body. */
    String viewsOfMany(int events) {
        return request(events, () -> viewOf("p" + somebody()));
    }

    /** One page view of somebody who was never seen. */
    String stranger() {
        return viewOf("new-" + run + "-" + fresh());
    }

    /** So many events as a request's body. */
    String request(int events, Supplier<String> event) {
        var text = new StringBuilder(events * 400).append("{\"events\":[");
        for (int i = 0; i < events; i++) {
            text.append(i == 0 ? "" : ",").append(event.get());
        }
        return text.append("]}").toString();
    }

    /** One page view of whoever has this account. */
    String viewOf(String account) {
        return view(
                "{\"type\":\"customer_id\",\"namespace\":\"bench\",\"value\":\"" + account + "\"}");
    }

    /** One page view under these identifiers. */
    String view(String identifiers) {
        long number = fresh();
        long page = number % 500;
        return "{\"source\":\"bench\",\"id\":\""
                + run
                + "-"
                + number
                + "\",\"type\":\"page.viewed\",\"time\":\""
                + Instant.now()
                + "\",\"channel\":\"web\",\"identifiers\":["
                + identifiers
                + "],\"data\":{\"pageId\":\"page"
                + page
                + "\",\"pageName\":\"Page "
                + page
                + "\",\"path\":\"/shop/page"
                + page
                + "\",\"language\":\"en\",\"url\":\"https://shop.example/shop/page"
                + page
                + "\"}}";
    }
}
