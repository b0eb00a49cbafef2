package dev.musubi.console;

import dev.musubi.people.RuleChanges;
import dev.musubi.platform.DocumentStore;
import dev.musubi.search.Indexer;
import dev.musubi.search.IndexerStatus;
import dev.musubi.search.ProductSearch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * <i>System</i>: how this hub and its stores are, in words. It asks the same indexers and gauges
 * that {@code /actuator/info} and {@code /actuator/prometheus} show.
 */
@Controller
final class SystemController {

    /** The page asks anew so often: ten minutes, so that it does not keep a log-in for ever. */
    private static final int TURNS = 120;

    private final Indexer people;
    private final ProductSearch products;
    private final RuleChanges rules;
    private final DocumentStore store;
    private final MeterRegistry meters;
    private final Map<String, Estimate> estimates = new ConcurrentHashMap<>();

    SystemController(
            Indexer people,
            ProductSearch products,
            RuleChanges rules,
            DocumentStore store,
            MeterRegistry meters) {
        this.people = people;
        this.products = products;
        this.rules = rules;
        this.store = store;
        this.meters = meters;
    }

    @GetMapping("/console/system")
    String page(@ModelAttribute("r") Reader reader, Model model) {
        tell(reader.now(), 0, model);
        return "console/system";
    }

    /** The same anew. */
    @GetMapping("/console/system/now")
    String now(
            @RequestParam(defaultValue = "0") int turn,
            @ModelAttribute("r") Reader reader,
            Model model) {
        tell(reader.now(), Math.max(0, turn), model);
        return "console/system :: now";
    }

    private void tell(Instant now, int turn, Model model) {
        Map<String, IndexerStatus> indexes =
                Map.of("profiles", people.status(), "products", products.status());
        Map<String, OptionalDouble> lags = new TreeMap<>();
        for (String work : new String[] {"people", "stock", "feed"}) {
            lags.put(work, gauge("musubi." + work + ".lag"));
        }
        boolean closed = gauge("musubi.events.closed").orElse(0) > 0;
        model.addAttribute(
                "condition",
                new Condition(store.answers(), indexes, left(indexes, now), lags, closed));
        model.addAttribute("work", work(indexes));
        model.addAttribute("waiting", whole("musubi.events.waiting"));
        model.addAttribute("disk", whole("musubi.events.disk"));
        model.addAttribute("refused", refused());
        model.addAttribute("dead", count("musubi.people.dead") + count("musubi.stock.dead"));
        model.addAttribute("rules", rules.progress());
        model.addAttribute("versions", versions());
        model.addAttribute("turn", turn + 1);
        model.addAttribute("again", turn < TURNS);
    }

    private Map<String, Duration> left(Map<String, IndexerStatus> indexes, Instant now) {
        Map<String, Duration> left = new HashMap<>();
        indexes.forEach(
                (index, status) -> {
                    Estimate estimate =
                            estimates.compute(
                                    index,
                                    (_, before) -> Estimate.seen(before, status.swept(), now));
                    Optional.ofNullable(estimate)
                            .flatMap(e -> e.left(status.swept(), now))
                            .ifPresent(duration -> left.put(index, duration));
                });
        return left;
    }

    /** Slots of 64 that this hub applies, and whether it has the other work: 1 or 0. */
    private Map<String, Long> work(Map<String, IndexerStatus> indexes) {
        Map<String, Long> work = new TreeMap<>();
        work.put("people", whole("musubi.people.slots"));
        work.put("stock", whole("musubi.stock.owner"));
        work.put("feed", whole("musubi.feed.owner"));
        indexes.forEach(
                (index, status) ->
                        work.put(index, status.state() == IndexerStatus.State.STANDBY ? 0L : 1L));
        return work;
    }

    private Map<String, Long> refused() {
        Map<String, Long> refused = new TreeMap<>();
        for (Counter counter : meters.find("musubi.refused").counters()) {
            long times = (long) counter.count();
            String reason = counter.getId().getTag("reason");
            if (times > 0 && reason != null) {
                refused.merge(reason, times, Long::sum);
            }
        }
        return refused;
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        String hub = SystemController.class.getPackage().getImplementationVersion();
        versions.put("hub", hub == null ? "" : hub);
        versions.put("java", Runtime.version().toString());
        versions.put("mongodb", store.version());
        return versions;
    }

    private long count(String name) {
        return meters.find(name).counters().stream().mapToLong(c -> (long) c.count()).sum();
    }

    /** Less than zero where this hub does not say. */
    private long whole(String gauge) {
        OptionalDouble value = gauge(gauge);
        return value.isPresent() ? (long) value.getAsDouble() : -1;
    }

    private OptionalDouble gauge(String name) {
        Gauge gauge = meters.find(name).gauge();
        double value = gauge == null ? Double.NaN : gauge.value();
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
