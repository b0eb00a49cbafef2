package dev.musubi.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.Appended;
import dev.musubi.event.EventLog;
import dev.musubi.event.Sender;
import dev.musubi.event.StoredEvent;
import dev.musubi.event.Submission;
import dev.musubi.identity.IdentifierType;
import dev.musubi.platform.DocumentStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.type.filter.RegexPatternTypeFilter;

/**
 * The core of a hub on a real MongoDB: log, people consumer, profiles, orders; no web, no search. A
 * second hub on the same database is {@link #beside()}.
 */
public final class TestHub implements AutoCloseable {

    /** A sender that is believed in everything, as a secret key is. */
    public static final Sender TRUSTED =
            new Sender(
                    "test",
                    Set.of(),
                    Map.of(IdentifierType.CUSTOMER_ID, "shop"),
                    Set.of(IdentifierType.values()));

    private final String uri;
    private final String database;
    private final Map<String, Object> properties;
    private final AnnotationConfigApplicationContext context;

    private TestHub(String uri, String database, Map<String, Object> properties) {
        this.uri = uri;
        this.database = database;
        this.properties = properties;
        this.context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", properties));
        context.getBeanFactory()
                .setConversionService(ApplicationConversionService.getSharedInstance());
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(SimpleMeterRegistry.class, () -> new SimpleMeterRegistry());
        context.registerBean(DocumentStore.class, () -> DocumentStore.connect(uri, database));
        ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(context, false);
        scanner.addIncludeFilter(
                new RegexPatternTypeFilter(
                        java.util.regex.Pattern.compile(
                                "dev\\.musubi\\.(event|identity|order|consent|profile|household|people|catalog|inventory|deadletter|quality|feed)\\.\\w+Configuration")));
        scanner.scan("dev.musubi");
        context.refresh();
    }

    /** A hub on a database of its own. */
    public static TestHub start() {
        return start(Map.of());
    }

    /** A hub on a database of its own, with settings. */
    public static TestHub start(Map<String, Object> properties) {
        return new TestHub(
                TestStores.mongodbUri(),
                "t" + UUID.randomUUID().toString().replace("-", ""),
                properties);
    }

    /** Another hub on the same database, as a second process would be. */
    public TestHub beside() {
        return new TestHub(uri, database, properties);
    }

    /** Another hub on the same database with other settings. */
    public TestHub beside(Map<String, Object> settings) {
        return new TestHub(uri, database, settings);
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    public List<Appended> append(JsonNode... envelopes) {
        return append(TRUSTED, List.of(envelopes));
    }

    public List<Appended> append(Sender sender, List<? extends JsonNode> envelopes) {
        return get(EventLog.class)
                .append(envelopes.stream().map(e -> new Submission(e, sender, null)).toList());
    }

    /** Appends, and waits until all of them have been applied. */
    public void apply(JsonNode... envelopes) {
        apply(List.of(envelopes));
    }

    /** Appends, and waits until all of them have been applied. */
    public void apply(List<? extends JsonNode> envelopes) {
        List<Appended> appended = append(TRUSTED, envelopes);
        for (Appended one : appended) {
            if (one.status() == Appended.Status.REJECTED) {
                throw new AssertionError("rejected: " + one.problem());
            }
        }
        settle(appended);
    }

    /** Waits until these events have been applied or set dead. */
    public void settle(List<Appended> appended) {
        List<String> keys =
                appended.stream().map(a -> StoredEvent.key(a.source(), a.id())).toList();
        try {
            get(EventLog.class).awaitApplied(keys, Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Without closing anything in order: as if the process had gone. */
    public void forget() {
        context.getBean(DocumentStore.class).close();
    }

    @Override
    public void close() {
        context.close();
    }
}
