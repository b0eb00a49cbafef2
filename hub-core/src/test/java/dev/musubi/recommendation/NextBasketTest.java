package dev.musubi.recommendation;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.musubi.recommendation.Because.Kind;
import dev.musubi.recommendation.Blend.Chosen;
import dev.musubi.recommendation.Blend.Layer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * How well the layers foresee what is bought, each against popularity alone: hit rate among the
 * first twenty, on orders after all those that the model has seen.
 */
class NextBasketTest {

    private static final int FIRST = 20;
    private static final int GIVEN = 3;

    private final Purchases model = new Purchases(100_000);
    private final Model whole = new Model(1, 100_000);
    private Instant split = Instant.EPOCH;
    private List<Scored> popular = List.of();

    /** A person's purchases before the split, and the first one after. */
    private record Case(List<Purchase> before, Purchase next) {}

    /** Complete Journey, one line in twenty of real baskets: a little more than one line each. */
    @Test
    void whatAPersonBoughtBeforeAndPopularityForeseeMoreThanPopularityAlone() throws IOException {
        List<Case> cases =
                learn(
                                read(
                                        "complete-journey/transactions_sample.csv.gz",
                                        NextBasketTest::journey),
                                "2017-11-25T00:00:00Z")
                        .collect(groupingBy(p -> Objects.requireNonNull(p.owner())))
                        .values()
                        .stream()
                        .flatMap(this::split)
                        .toList();

        double popularity = hitRate("popularity", cases, _ -> skus(popular));
        hitRate("own", cases, c -> skus(own(c)));
        double both = hitRate("own + popularity", cases, c -> blend(own(c), popular));
        double together = hitRate("bought together with own", cases, c -> skus(together(c)));
        double home = hitRate("placement home", cases, c -> home(c, _ -> true));
        double shipped = hitRate("placement home, not what was just bought", cases, this::shipped);

        assertThat(both).isGreaterThan(popularity * 1.3);
        assertThat(together).isPositive();
        assertThat(home).isGreaterThan(popularity * 1.2);
        assertThat(shipped).isGreaterThan(popularity * 1.2);
    }

    private List<String> shipped(Case c) {
        Instant since = c.next.at().minus(Duration.ofDays(90));
        Set<String> never = Frequency.justBought(c.before, since, whole::repeatable);
        return home(c, sku -> !never.contains(sku));
    }

    /** As it is answered, of a person without a visit. */
    private List<String> home(Case c, Predicate<String> allowed) {
        Ask ask =
                new Ask(
                        Placement.HOME,
                        List.of(),
                        null,
                        null,
                        List.of(),
                        Set.of(),
                        null,
                        null,
                        FIRST);
        return Blend.of(
                        whole.layers(ask, c.before, Instant.MIN, c.next.at()),
                        allowed,
                        _ -> Map.of(),
                        FIRST)
                .stream()
                .map(i -> i.item().sku())
                .toList();
    }

    /** Online Retail: whole baskets, of which three items are given and the fourth is wanted. */
    @Test
    void whatGoesWithABasketForeseesItsNextItemFarBetterThanPopularity() throws IOException {
        List<Purchase> baskets =
                learn(
                                read(
                                        "online-retail/lines-to-2011-08-31.csv.gz",
                                        NextBasketTest::online),
                                "2011-08-15T00:00:00Z")
                        .filter(p -> !p.at().isBefore(split) && p.skus().size() > GIVEN)
                        .toList();

        double popularity =
                nextItem("popularity", baskets, seeds -> without(popular, seeds).toList());
        double together =
                nextItem(
                        "bought together",
                        baskets,
                        seeds -> model.together().like(seeds, Kind.BOUGHT_TOGETHER, FIRST));

        assertThat(together).isGreaterThan(popularity * 3).isGreaterThan(0.4);
    }

    private Stream<Purchase> learn(List<Purchase> purchases, String until) {
        split = Instant.parse(until);
        List<Purchase> all = new ArrayList<>(purchases);
        all.sort(Comparator.comparing(Purchase::at).thenComparing(Purchase::order));
        all.stream()
                .filter(p -> p.at().isBefore(split))
                .forEach(
                        p -> {
                            model.put(p);
                            whole.bought(p);
                        });
        popular = model.popularity().top(Popularity.EVERYWHERE, split, 100);
        return all.stream();
    }

    private Stream<Case> split(List<Purchase> own) {
        List<Purchase> before = own.stream().filter(p -> p.at().isBefore(split)).toList();
        return before.isEmpty() || before.size() == own.size()
                ? Stream.empty()
                : Stream.of(new Case(before, own.get(before.size())));
    }

    private static double hitRate(
            String name, List<Case> cases, Function<Case, List<String>> first) {
        return share(
                name,
                "next baskets",
                cases.stream()
                        .map(c -> first.apply(c).stream().anyMatch(c.next.skus()::contains))
                        .toList());
    }

    private static double nextItem(
            String name, List<Purchase> baskets, Function<List<Seed>, List<Scored>> first) {
        return share(
                name,
                "next items",
                baskets.stream()
                        .map(p -> skus(first.apply(seeds(p))).contains(p.skus().get(GIVEN)))
                        .toList());
    }

    private static double share(String name, String of, List<Boolean> hits) {
        double rate = (double) hits.stream().filter(h -> h).count() / hits.size();
        System.out.printf("hit@%d of %d %s, %s: %.3f%n", FIRST, hits.size(), of, name, rate);
        return rate;
    }

    private static List<Seed> seeds(Purchase basket) {
        return basket.skus().stream().limit(GIVEN).map(Seed::named).toList();
    }

    private static Stream<Scored> without(List<Scored> items, List<Seed> seeds) {
        return items.stream().filter(i -> seeds.stream().noneMatch(s -> s.sku().equals(i.sku())));
    }

    private static List<Scored> own(Case c) {
        return Frequency.of(c.before, c.next.at(), 100);
    }

    private List<Scored> together(Case c) {
        return model.together().like(Frequency.seeds(c.before, 20), Kind.BOUGHT_TOGETHER, 100);
    }

    private static List<String> blend(List<Scored> a, List<Scored> b) {
        return Blend.of(List.of(new Layer(1, a), new Layer(1, b)), _ -> true, _ -> Map.of(), FIRST)
                .stream()
                .map(Chosen::item)
                .map(Scored::sku)
                .toList();
    }

    private static List<String> skus(List<Scored> items) {
        return items.stream().limit(FIRST).map(Scored::sku).toList();
    }

    private static Purchase journey(String[] row) {
        return new Purchase(
                row[2],
                1,
                "cj|" + row[2],
                Instant.parse(row[10]),
                "store",
                row[1],
                row[0],
                List.of(row[3]));
    }

    private static Purchase online(String[] row) {
        return new Purchase(
                row[0],
                1,
                "or|" + row[0],
                Instant.parse(row[4].replace(' ', 'T') + "Z"),
                "web",
                null,
                row[6],
                // Sales of articles; the rest is credits, postage and the like.
                row[0].startsWith("C") || !row[1].matches("\\d{5}.*")
                        ? List.of()
                        : List.of(row[1]));
    }

    private static List<Purchase> read(String name, Function<String[], Purchase> line)
            throws IOException {
        Path file = data().resolve("retail").resolve(name);
        assumeTrue(Files.exists(file), "skipped: no " + name + "; set MUSUBI_DATA");
        Map<String, List<Purchase>> orders = new LinkedHashMap<>();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            reader.lines()
                    .skip(1)
                    .map(NextBasketTest::unquoted)
                    .map(text -> line.apply(text.split(",", -1)))
                    .forEach(p -> orders.computeIfAbsent(p.order(), _ -> new ArrayList<>()).add(p));
        }
        return orders.values().stream().map(NextBasketTest::whole).toList();
    }

    /** Without quotation marks, and without the texts that have a comma in them. */
    private static String unquoted(String line) {
        return line.replaceAll("\"([^\",]*)\"", "$1").replaceAll("\"[^\"]*\"", "");
    }

    private static Purchase whole(List<Purchase> lines) {
        Purchase first = lines.getFirst();
        return new Purchase(
                first.order(),
                first.sequence(),
                first.event(),
                first.at(),
                first.channel(),
                first.location(),
                first.owner(),
                lines.stream().flatMap(l -> l.skus().stream()).toList());
    }

    private static Path data() {
        String given = System.getenv("MUSUBI_DATA");
        Path root = Path.of(System.getenv().getOrDefault("MUSUBI_ROOT", ".."));
        return given == null ? root.resolve("../shared/data") : Path.of(given);
    }
}
