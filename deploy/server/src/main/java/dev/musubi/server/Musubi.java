package dev.musubi.server;

import dev.musubi.identity.IdentityRules;
import dev.musubi.identity.RulesCheck;
import dev.musubi.inventory.StockCheck;
import dev.musubi.people.Consistency;
import dev.musubi.people.Rebuild;
import dev.musubi.people.Reresolution;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.profile.Profiles;
import dev.musubi.search.IndexCheck;
import dev.musubi.search.IndexCheckBeans;
import dev.musubi.search.IndexRebuild;
import dev.musubi.stores.Stores;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.data.mongo.MongoDataAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchClientAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchRestClientAutoConfiguration;
import org.springframework.boot.autoconfigure.mongo.MongoAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Starts the hub, or does one of its chores: {@code rebuild profiles}, {@code rebuild people},
 * {@code rebuild index}, {@code rules check FILE}, {@code check}; or rehearses a start.
 */
@SpringBootApplication(
        scanBasePackages = "dev.musubi",
        exclude = {
            // The stores and their clients are the hub's own: embedded, or by address.
            MongoAutoConfiguration.class,
            MongoDataAutoConfiguration.class,
            ElasticsearchClientAutoConfiguration.class,
            ElasticsearchRestClientAutoConfiguration.class
        })
public class Musubi {

    private static final String RULES = "musubi.identity.rules";
    private static final String CHECK = "check";
    private static final String SAMPLE = "--sample=";
    private static final List<String> REBUILD_PROFILES = List.of("rebuild", "profiles");
    private static final List<String> REBUILD_INDEX = List.of("rebuild", "index");

    /** What {@code rebuild index} was called. */
    private static final List<String> REBUILD_SEARCH = List.of("rebuild", "search");

    private static final List<String> REBUILD_PEOPLE = List.of("rebuild", "people");
    private static final List<String> REHEARSE = List.of("rehearse");
    private static final List<String> RULES_CHECK = List.of("rules", "check");

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> words = List.of(args);
        List<String> chore = words.subList(0, Math.min(2, words.size()));
        if (chore.equals(REBUILD_PROFILES)) {
            rebuildProfiles(args, System.out);
        } else if (chore.equals(REBUILD_INDEX) || chore.equals(REBUILD_SEARCH)) {
            System.exit(rebuildIndex(args, System.out));
        } else if (chore.equals(REBUILD_PEOPLE)) {
            rebuildPeople(words.contains("--preview"), args, System.out);
        } else if (!words.isEmpty() && words.getFirst().equals(CHECK)) {
            System.exit(check(words, args, System.out));
        } else if (words.equals(REHEARSE)) {
            Rehearsal.run();
        } else if (chore.equals(RULES_CHECK) && args.length > 2) {
            checkRules(Path.of(args[2]), args, System.out);
        } else {
            SpringApplication.run(Musubi.class, args);
        }
    }

    /** Has the indexes filled anew by the hub that keeps them, or here where none does. */
    private static int rebuildIndex(String[] args, PrintStream out) {
        try (ConfigurableApplicationContext context =
                chore(
                        new SpringApplicationBuilder(IndexChores.class),
                        args,
                        runningElasticsearch())) {
            return new IndexRebuildReport(out)
                            .follow(
                                    context.getBean(IndexRebuild.class).ask(),
                                    context.getBean(IndexCheck.class))
                    ? 0
                    : 1;
        } catch (StoreAway e) {
            out.println(
                    "given up: "
                            + e.getMessage()
                            + "; the next hub that starts goes on with it, and so does this"
                            + " command");
            return 1;
        }
    }

    /** Says what these rules would do to the base; a file with a fault ends before the stores. */
    private static void checkRules(Path file, String[] args, PrintStream out) {
        AtomicReference<RulesCheck> check = new AtomicReference<>();
        SpringApplicationBuilder chore =
                new SpringApplicationBuilder(Chores.class)
                        .initializers(
                                context ->
                                        check.set(
                                                RulesCheck.of(
                                                        file, region(context.getEnvironment()))));
        Map<String, String> tried =
                Map.of(
                        RULES,
                        file.toAbsolutePath().toString(),
                        "musubi.identity.activate",
                        "false");
        try (ConfigurableApplicationContext context = chore(chore, args, tried)) {
            RulesReport.lines(
                            file,
                            check.get().against(context.getBean(DocumentStore.class)),
                            context.getBean(Reresolution.class)
                                    .preview(progress -> tell(out, progress)))
                    .forEach(out::println);
        }
    }

    /** Decides anew who everybody is, by the rules in force. */
    private static void rebuildPeople(boolean preview, String[] args, PrintStream out) {
        SpringApplicationBuilder chore = new SpringApplicationBuilder(Chores.class);
        try (ConfigurableApplicationContext context =
                chore(chore, args, Map.of("musubi.identity.activate", "false"))) {
            IdentityRules rules = context.getBean(IdentityRules.class);
            if (!rules.inForce(rules.history())) {
                throw new IllegalStateException(
                        "the rules that are set are not in force: start the hub with them first");
            }
            Reresolution.Report report =
                    context.getBean(Reresolution.class)
                            .everybody(preview, progress -> tell(out, progress));
            RulesReport.people(report, preview).forEach(out::println);
        }
    }

    private static void tell(PrintStream out, Reresolution.Report report) {
        out.printf(
                "%,d profiles, %,d of them decided about anew%n",
                report.examined(), report.reconsidered());
    }

    /** Looks whether all that is stored agrees; the exit value says whether it does. */
    private static int check(List<String> words, String[] args, PrintStream out) {
        boolean repair = words.contains("--repair");
        int sample =
                words.stream()
                        .filter(w -> w.startsWith(SAMPLE))
                        .map(w -> Integer.parseInt(w.substring(SAMPLE.length())))
                        .findFirst()
                        .orElse(0);
        SpringApplicationBuilder chore =
                new SpringApplicationBuilder(Chores.class, IndexCheckBeans.class);
        try (ConfigurableApplicationContext context = chore(chore, args, runningElasticsearch())) {
            long people = context.getBean(Profiles.class).count();
            int every = sample == 0 ? 1 : (int) Math.max(1, people / sample);
            Consistency.Report stored =
                    context.getBean(Consistency.class)
                            .check(
                                    every,
                                    repair,
                                    progress ->
                                            out.printf(
                                                    "%,d profiles, %,d faults%n",
                                                    progress.profiles(), progress.faults()));
            IndexCheck.Report found = context.getBean(IndexCheck.class).check(every, repair);
            StockCheck.Report stock = context.getBean(StockCheck.class).check(every, repair);
            CheckReport.lines(stored, found, stock, repair).forEach(out::println);
            return CheckReport.agrees(stored, found, stock) ? 0 : 1;
        }
    }

    /** Settings that lead to the embedded Elasticsearch of a running hub, if there is one. */
    private static Map<String, String> runningElasticsearch() {
        Map<String, String> settings = new HashMap<>();
        settings.put("musubi.identity.activate", "false");
        Stores.runningElasticsearchUri(dataFolder())
                .ifPresent(uri -> settings.put("musubi.stores.elasticsearch-uris", uri));
        return settings;
    }

    private static Path dataFolder() {
        return Path.of(System.getenv().getOrDefault("MUSUBI_DATA_FOLDER", ".musubi"));
    }

    private static String region(Environment environment) {
        return environment.getProperty("musubi.identity.region", "JP");
    }

    private static ConfigurableApplicationContext chore(String[] args) {
        return chore(new SpringApplicationBuilder(Chores.class), args, Map.of());
    }

    private static ConfigurableApplicationContext chore(
            SpringApplicationBuilder chore, String[] args, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("musubi.people.workers", "0");
        settings.put("musubi.stores.mongodb-answer", "5m"); // nobody waits, and they count all
        settings.put("musubi.stock.worker", "false");
        settings.put("logging.level.root", "warn");
        // The embedded mongod belongs to the running hub, if there is one: take its address.
        Stores.runningMongodbUri(dataFolder())
                .ifPresent(
                        uri -> {
                            settings.put("musubi.stores.mongodb-uri", uri);
                            settings.putIfAbsent("musubi.stores.elasticsearch-uris", "none");
                        });
        // As arguments: as defaults they would lose to the settings of the hub.
        return chore.web(WebApplicationType.NONE)
                .run(
                        Stream.concat(
                                        Stream.of(args),
                                        settings.entrySet().stream()
                                                .map(e -> "--" + e.getKey() + "=" + e.getValue()))
                                .toArray(String[]::new));
    }

    /** Folds every profile anew, beside a running hub too, and says how many were mended. */
    private static void rebuildProfiles(String[] args, PrintStream out) {
        try (ConfigurableApplicationContext context = chore(args)) {
            Rebuild rebuild = context.getBean(Rebuild.class);
            Pace pace = new Pace(context.getBean(Profiles.class).count(), rebuild.begun());
            if (rebuild.begun() > 0) {
                out.printf(
                        "going on after %,d profiles of a rebuild that did not end%n",
                        rebuild.begun());
            }
            Rebuild.Report report =
                    rebuild.profiles(
                            progress ->
                                    out.printf(
                                            "%,d profiles, %,d events, %,d differed; %s%n",
                                            progress.profiles(),
                                            progress.events(),
                                            progress.differed(),
                                            pace.left(progress.profiles())));
            out.printf(
                    "done: %,d profiles folded anew from %,d events; %,d differed and were"
                            + " mended%n",
                    report.profiles(), report.events(), report.differed());
        }
    }
}
