package dev.musubi.benchmarks.inside;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.Appended;
import dev.musubi.event.EventLog;
import dev.musubi.event.Sender;
import dev.musubi.event.Submission;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.DocumentStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.Document;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.type.filter.RegexPatternTypeFilter;

/** The core of a hub in this process, on a database of its own: log and people, no web. */
public final class Core implements AutoCloseable {

    /** A sender that is believed in everything, as a secret key is. */
    static final Sender TRUSTED =
            new Sender("benchmark", Set.of(), Map.of(), Set.of(IdentifierType.values()));

    private static final Pattern PARTS =
            Pattern.compile(
                    "dev\\.musubi\\.(event|identity|order|consent|profile|household|people)\\.\\w+Configuration");

    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext();

    private Core(String mongodbUri, String database, int workers) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "benchmark",
                                Map.of("musubi.people.workers", String.valueOf(workers))));
        context.getBeanFactory()
                .setConversionService(ApplicationConversionService.getSharedInstance());
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(MeterRegistry.class, () -> new SimpleMeterRegistry());
        context.registerBean(
                DocumentStore.class, () -> DocumentStore.connect(mongodbUri, database));
        ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(context, false);
        scanner.addIncludeFilter(new RegexPatternTypeFilter(PARTS));
        scanner.scan("dev.musubi");
        context.refresh();
    }

    /**
     * Starts it beside whatever else uses that mongod.
     *
     * @param database made where it is missing; nobody else's
     * @param workers how many fold events into people; zero for a log alone
     */
    public static Core beside(String mongodbUri, String database, int workers) {
        return new Core(mongodbUri, database, workers);
    }

    /** Appends events that are new; what is not accepted is an error. */
    void append(List<? extends JsonNode> envelopes) {
        List<Appended> appended =
                context.getBean(EventLog.class)
                        .append(
                                envelopes.stream()
                                        .map(e -> new Submission(e, TRUSTED, null))
                                        .toList());
        for (Appended one : appended) {
            if (one.status() != Appended.Status.ACCEPTED) {
                throw new IllegalStateException(one.status() + ": " + one.problem());
            }
        }
    }

    /** Events folded into people since the start. */
    double applied() {
        return context.getBean(MeterRegistry.class).get("musubi.people.applied").counter().count();
    }

    /** Some events as they are stored. */
    public List<Document> events(int number) {
        return store().database()
                .getCollection("events")
                .find()
                .limit(number)
                .into(new ArrayList<>());
    }

    /** The indexes of the log but for that of the id, as {@code createIndexes} takes them. */
    public List<Document> eventIndexes() {
        return store()
                .database()
                .getCollection("events")
                .listIndexes()
                .into(new ArrayList<>())
                .stream()
                .filter(index -> !"_id_".equals(index.getString("name")))
                .toList();
    }

    /** Forgets the database. */
    public void drop() {
        store().database().drop();
    }

    private DocumentStore store() {
        return context.getBean(DocumentStore.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
