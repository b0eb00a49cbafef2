package dev.musubi.connectors.common;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends webhooks to a hub as the vendors do. */
public final class Hooks {

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;

    /**
     * @param address of the hub, such as {@code http://127.0.0.1:8080}
     */
    public Hooks(String address) {
        this.address = address;
    }

    /**
     * @param path of the account, such as {@code line/main}
     * @param headers names and values in turn
     */
    public HttpResponse<String> send(
            String path, byte[] body, String mediaType, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + "/hooks/" + path))
                        .header("Content-Type", mediaType)
                        .timeout(Duration.ofSeconds(30))
                        .POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Base64 of the HMAC-SHA256, by the JDK alone. */
    public static String hmac(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
