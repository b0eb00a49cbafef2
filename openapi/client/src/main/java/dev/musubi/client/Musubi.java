package dev.musubi.client;

import dev.musubi.client.api.ChangesApi;
import dev.musubi.client.api.DeadLettersApi;
import dev.musubi.client.api.EventsApi;
import dev.musubi.client.api.KeysApi;
import dev.musubi.client.api.OrdersApi;
import dev.musubi.client.api.ProfilesApi;
import dev.musubi.client.api.SearchApi;
import dev.musubi.client.api.SourcesApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * A hub as a channel system sees it: where it is, and the key that opens it. Thread safe; make one
 * and keep it, for it holds the connections.
 *
 * <pre>{@code
 * Musubi hub = Musubi.at(URI.create("http://localhost:8080"), key);
 * hub.events().appendEvents(new EventBatch().addEventsItem(event), "applied", false);
 * }</pre>
 */
public final class Musubi {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final ApiClient client;

    private Musubi(ApiClient client) {
        this.client = client;
    }

    /**
     * A hub at an address.
     *
     * @param hub without path, such as {@code https://hub.example}
     * @param key the secret of an API key
     */
    public static Musubi at(URI hub, String key) {
        ApiClient client = new ApiClient();
        client.setHttpClientBuilder(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT));
        client.setReadTimeout(ANSWER);
        client.updateBaseUri(hub.resolve("/api/v1").toString());
        client.setRequestInterceptor(
                request -> request.setHeader("Authorization", "Bearer " + key));
        return new Musubi(client);
    }

    public EventsApi events() {
        return new EventsApi(client);
    }

    public ProfilesApi profiles() {
        return new ProfilesApi(client);
    }

    public SearchApi search() {
        return new SearchApi(client);
    }

    public ChangesApi changes() {
        return new ChangesApi(client);
    }

    public OrdersApi orders() {
        return new OrdersApi(client);
    }

    public DeadLettersApi deadLetters() {
        return new DeadLettersApi(client);
    }

    public SourcesApi sources() {
        return new SourcesApi(client);
    }

    public KeysApi keys() {
        return new KeysApi(client);
    }
}
