package dev.musubi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchClientAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchRestClientAutoConfiguration;
import org.springframework.boot.autoconfigure.mongo.MongoAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The core of a hub behind its real web server, on a real MongoDB, the contract's judge before it;
 * without search. Calls are made as a channel system makes them.
 */
public final class WebHub implements AutoCloseable {

    /** The first key. */
    public static final String ADMIN = "the-first-key-of-the-tests";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServletWebServerApplicationContext context;

    private WebHub(Map<String, Object> properties) {
        context =
                (ServletWebServerApplicationContext)
                        new SpringApplicationBuilder(Application.class)
                                .properties(properties)
                                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                MongoAutoConfiguration.class,
                ElasticsearchClientAutoConfiguration.class,
                ElasticsearchRestClientAutoConfiguration.class
            })
    @ComponentScan({
        "dev.musubi.platform",
        "dev.musubi.access",
        "dev.musubi.identity",
        "dev.musubi.event",
        "dev.musubi.order",
        "dev.musubi.consent",
        "dev.musubi.profile",
        "dev.musubi.people",
        "dev.musubi.deadletter"
    })
    @Import(ContractFilter.Import.class)
    static class Application {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean(destroyMethod = "close")
        DocumentStore documentStore() {
            return DocumentStore.connect(
                    TestStores.mongodbUri(), "t" + UUID.randomUUID().toString().replace("-", ""));
        }
    }

    /** A hub on a database and a port of its own. */
    public static WebHub start() {
        return start(Map.of());
    }

    /** A hub on a database and a port of its own, with settings. */
    public static WebHub start(Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.port", 0);
        properties.put("spring.threads.virtual.enabled", true);
        properties.put("spring.web.resources.add-mappings", false);
        properties.put("spring.main.banner-mode", "off");
        properties.put("spring.jmx.enabled", false);
        properties.put("logging.level.root", "warn");
        properties.put("musubi.access.admin-key", ADMIN);
        properties.putAll(settings);
        return new WebHub(properties);
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    public int port() {
        return context.getWebServer().getPort();
    }

    public URI uri(String path) {
        return URI.create("http://localhost:" + port() + path);
    }

    /** A request with the first key; the caller may set another. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).setHeader("Authorization", "Bearer " + ADMIN);
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, String json) {
        return send(
                request(path)
                        .setHeader("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An answer as it came. */
    public record Answer(HttpResponse<String> response) {
        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String text() {
            return response.body();
        }

        public JsonNode json() {
            return Json.read(response.body());
        }

        /** Expects a problem document of this status, and gives its code. */
        public String problem(int status) {
            assertThat(status()).as(text()).isEqualTo(status);
            assertThat(header("Content-Type")).startsWith("application/problem+json");
            assertThat(json().path("status").asInt()).isEqualTo(status);
            return json().path("code").asText();
        }

        public Answer expect(int status) {
            assertThat(status()).as(text()).isEqualTo(status);
            return this;
        }
    }

    /** What the contract's judge has found so far. */
    public List<String> breaches() {
        return get(ContractFilter.class).breaches();
    }

    @Override
    public void close() {
        context.close();
    }
}
