package dev.musubi.benchmarks;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

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

    /** So many page views of one known person, as a request's body. */
    String views(int person, int events) {
        return body("p" + person, events);
    }

    /** One page view of somebody who was never seen. */
    String stranger() {
        return body("new-" + run + "-" + fresh(), 1);
    }

    private String body(String person, int events) {
        String time = Instant.now().toString();
        if (events == 1) {
            return view(person, time);
        }
        var text = new StringBuilder(events * 400).append("{\"events\":[");
        for (int i = 0; i < events; i++) {
            text.append(i == 0 ? "" : ",").append(view(person, time));
        }
        return text.append("]}").toString();
    }

    private String view(String person, String time) {
        long number = fresh();
        long page = number % 500;
        return "{\"source\":\"bench\",\"id\":\""
                + run
                + "-"
                + number
                + "\",\"type\":\"page.viewed\",\"time\":\""
                + time
                + "\",\"channel\":\"web\",\"identifiers\":[{\"type\":\"customer_id\",\"namespace\":\"bench\",\"value\":\""
                + person
                + "\"}],\"data\":{\"pageId\":\"page"
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
