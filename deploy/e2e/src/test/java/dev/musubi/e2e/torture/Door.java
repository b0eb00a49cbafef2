package dev.musubi.e2e.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.musubi.e2e.HubProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The way to a hub that may die at any time: who gets no whole answer, or is told to come again,
 * sends the same again. Thread safe.
 */
final class Door {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * @param body the JSON of it; missing where there is none
     */
    record Answer(int status, JsonNode body) {}

    private final URI address;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    private final AtomicLong repeats = new AtomicLong();

    Door(URI address) {
        this.address = address;
    }

    /** How often something was sent again. */
    long repeats() {
        return repeats.get();
    }

    Answer get(String path) {
        return answered(request(path).GET().build());
    }

    /** What is there, which must be. */
    JsonNode read(String path) {
        Answer answer = get(path);
        if (answer.status() != 200) {
            throw new AssertionError("GET " + path + " was answered " + answer);
        }
        return answer.body();
    }

    Answer post(String path, JsonNode body) {
        return answered(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build());
    }

    /**
     * A message of a system that has no key.
     *
     * @param headers names and values in turn
     */
    Answer hook(String path, byte[] body, String... headers) {
        return answered(
                HttpRequest.newBuilder(address.resolve(path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .headers(headers)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build());
    }

    /** Text, such as the metrics. */
    String text(String path) {
        try {
            return http.send(request(path).GET().build(), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + HubProcess.KEY);
    }

    private Answer answered(HttpRequest request) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
                int status = answer.statusCode();
                if (status != 429 && status != 503) {
                    return new Answer(status, json(answer));
                }
            } catch (IOException noAnswer) {
                // Or half of one; what became of the request, nobody knows: it is sent again.
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            repeats.incrementAndGet();
            pause(100 + ThreadLocalRandom.current().nextInt(400));
        }
        throw new AssertionError("no answer for " + PATIENCE + " to " + request);
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        byte[] body = answer.body();
        return body.length == 0
                ? MissingNode.getInstance()
                : JSON.readTree(new String(body, StandardCharsets.UTF_8));
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted", e);
    }

    static void pause(long milliseconds) {
        LockSupport.parkNanos(Duration.ofMillis(milliseconds).toNanos());
    }
}
