package dev.musubi.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.EventLog;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.data.mongo.MongoDataAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchClientAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchRestClientAutoConfiguration;
import org.springframework.boot.autoconfigure.mongo.MongoAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.Ordered;

/**
 * A hub that answers over HTTP on a real MongoDB and a free port, held to its contract by {@link
 * ContractCheck}; with search only where {@link #SEARCH} is set. Requests go out as they are
 * written, hostile ones too.
 */
public final class WebHub implements AutoCloseable {

    public static final String ADMIN = "an-operators-own-key-for-tests-only";

    /** A hub that is given this setting has search too. */
    public static final String SEARCH = "musubi.elasticsearch.uris";

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;

    private WebHub(ConfigurableApplicationContext context) {
        this.context = context;
        this.address =
                "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    }

    /**
     * A hub on a database of its own.
     *
     * @param more configurations beside those of the core, such as the connectors'
     */
    public static WebHub start(Map<String, Object> settings, Class<?>... more) {
        return start(database(), settings, more);
    }

    public static String database() {
        return "t" + UUID.randomUUID().toString().replace("-", "");
    }

    /** A hub on this database; a second one is beside it, as another process would be. */
    public static WebHub start(String database, Map<String, Object> settings, Class<?>... more) {
        try {
            Map<String, Object> all = new HashMap<>();
            all.put("server.port", 0);
            all.put("test.database", database);
            all.put("spring.main.banner-mode", "off");
            all.put("spring.threads.virtual.enabled", true);
            all.put("spring.jackson.default-property-inclusion", "non_null");
            all.put("spring.web.resources.add-mappings", false);
            all.put("spring.main.allow-bean-definition-overriding", false);
            all.put("musubi.access.admin-key", ADMIN);
            all.put("musubi.data-folder", Files.createTempDirectory("musubi-hub").toString());
            all.putAll(settings);
            return new WebHub(
                    new SpringApplicationBuilder(
                                    settings.containsKey(SEARCH)
                                            ? new Class<?>[] {Parts.class, SearchParts.class}
                                            : new Class<?>[] {Parts.class})
                            .sources(more)
                            .properties(all)
                            .registerShutdownHook(false)
                            .run());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    public EventLog log() {
        return get(EventLog.class);
    }

    public ContractCheck contract() {
        return get(ContractCheck.class);
    }

    public String address() {
        return address;
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public HttpResponse<String> post(String path, String body, String... headers) {
        return send(
                "POST",
                path,
                BodyPublishers.ofString(body),
                with(headers, "Content-Type", "application/json"));
    }

    /**
     * Sends, as the operator unless the headers name another key; {@code null} values are left out.
     */
    public HttpResponse<String> send(
            String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).method(method, body);
        Map<String, String> all = new HashMap<>(Map.of("Authorization", "Bearer " + ADMIN));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        all.forEach(
                (name, value) -> {
                    if (value != null) {
                        request.header(name, value);
                    }
                });
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The secret of a new key, made as this JSON wishes. */
    public String key(String wish) {
        HttpResponse<String> answer = post("/api/v1/keys", wish);
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return json(answer).path("secret").asText();
    }

    /** The header that shows this key. */
    public static String[] as(String secret) {
        return new String[] {"Authorization", "Bearer " + secret};
    }

    public static JsonNode json(HttpResponse<String> answer) {
        return Json.read(answer.body());
    }

    private static String[] with(String[] headers, String name, String value) {
        if (Arrays.asList(headers).contains(name)) {
            return headers;
        }
        String[] more = new String[headers.length + 2];
        more[0] = name;
        more[1] = value;
        System.arraycopy(headers, 0, more, 2, headers.length);
        return more;
    }

    @Override
    public void close() {
        DocumentStore store = get(DocumentStore.class);
        context.close();
        store.close();
    }

    /** What hub-core has, with the clock and the store that the server would give it. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                MongoAutoConfiguration.class,
                MongoDataAutoConfiguration.class,
                ElasticsearchClientAutoConfiguration.class,
                ElasticsearchRestClientAutoConfiguration.class,
                SecurityAutoConfiguration.class,
                SecurityFilterAutoConfiguration.class,
                UserDetailsServiceAutoConfiguration.class
            })
    @ComponentScan(
            basePackages = "dev.musubi",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern =
                                    "dev\\.musubi\\.(platform\\.web|access|event|identity|order|consent|profile|household"
                                            + "|people|deadletter|recommendation|catalog|inventory|quality|feed)\\.\\w*(Configuration|Controller|Handler|Answers)"))
    static class Parts {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        DocumentStore documentStore(org.springframework.core.env.Environment environment) {
            return DocumentStore.connect(
                    TestStores.mongodbUri(), environment.getRequiredProperty("test.database"));
        }

        @Bean
        ContractCheck contractCheck() {
            return new ContractCheck();
        }

        @Bean
        FilterRegistrationBean<ContractCheck> contractCheckFirst(ContractCheck check) {
            FilterRegistrationBean<ContractCheck> filter = new FilterRegistrationBean<>(check);
            filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return filter;
        }
    }

    /** Search, for hubs that have an Elasticsearch. */
    @Configuration(proxyBeanMethods = false)
    @ComponentScan(
            basePackages = "dev.musubi.search",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = "dev\\.musubi\\.search\\.\\w*(Configuration|Controller)"))
    static class SearchParts {}

    /** The console, for hubs that have search: one of the configurations to start with. */
    @Configuration(proxyBeanMethods = false)
    @ComponentScan(
            basePackages = "dev.musubi.console",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern =
                                    "dev\\.musubi\\.console\\.(\\w+\\.)?\\w*(Configuration|Controller|Security|Model|Errors)"))
    public static class ConsoleParts {}
}
