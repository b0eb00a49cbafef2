package dev.musubi.e2e.torture;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.e2e.torture.Model.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Compares all that a hub says with the model, once it has caught up with what it was told. */
final class Audit {

    private static final Duration RECOVERY = Duration.ofMinutes(3);

    /** What the hub says of its own backlog; it has caught up where each line says 0. */
    private static final List<String> LAGS =
            List.of(
                    "musubi_people_lag_seconds",
                    "musubi_stock_lag_seconds",
                    "musubi_search_lag_seconds");

    private final Door hub;
    private final Model model;
    private final Follower follower;

    Audit(Door hub, Model model, Follower follower) {
        this.hub = hub;
        this.model = model;
        this.follower = follower;
    }

    /** Until the hub says, several times, that nothing waits. */
    void awaitCaughtUp() {
        await("the hub has caught up")
                .atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(500))
                .during(Duration.ofSeconds(2))
                .until(() -> caughtUp(hub.text("/actuator/prometheus")));
    }

    private static boolean caughtUp(String metrics) {
        List<String> lags =
                metrics.lines().filter(line -> LAGS.stream().anyMatch(line::startsWith)).toList();
        return lags.size() >= LAGS.size() && lags.stream().allMatch(line -> line.endsWith(" 0.0"));
    }

    /**
     * What differs; looked at again and again for a while, as the index and the feed come behind.
     */
    List<String> differences(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> found = differences();
        while (!found.isEmpty() && System.nanoTime() < deadline) {
            Door.pause(1_000);
            found = differences();
        }
        return found;
    }

    private List<String> differences() {
        Differences found = new Differences();
        List<Person> persons = model.persons();
        Map<Integer, JsonNode> profiles = new PeopleAudit(hub, found).compare(persons);
        GoodsAudit goods = new GoodsAudit(hub, found);
        goods.compare(model.positions());
        goods.compareEvents(model.aboutGoods());
        goods.compareTotals(model.orders().values());
        new TraceAudit(hub, found).compare(model);
        new SearchAudit(hub, found).compare(persons, profiles);
        follower.follow();
        follower.faults().forEach(found::add);
        profiles.forEach(
                (number, profile) ->
                        found.same(
                                "feed: person " + number + " version",
                                profile.path("version").asLong(),
                                follower.version(profile.path("id").asText())));
        return found.found();
    }
}
