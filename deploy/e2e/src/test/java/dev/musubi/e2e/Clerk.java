package dev.musubi.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at a counter who takes two people for one, and sees later that they are not: after each
 * split all must be as if the merge had never been, so the writers' list needs to know nothing of
 * it.
 */
final class Clerk {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubProcess hub;
    private final Random random;
    private int mistakes;

    Clerk(HubProcess hub, long seed) {
        this.hub = hub;
        this.random = new Random(seed);
    }

    /** Merges and splits; never ends with two people merged. */
    void errUntil(BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            int one = random.nextInt(Ledger.PERSONS);
            int other = random.nextInt(Ledger.PERSONS);
            Optional<JsonNode> first = person(one);
            Optional<JsonNode> second = person(other);
            if (one != other && first.isPresent() && second.isPresent()) {
                String body =
                        "{\"with\":\"%s\",\"reason\":\"looks alike\"}".formatted(id(second.get()));
                call("/api/v1/profiles/" + id(first.get()) + "/merge", body);
                pause(100 + random.nextInt(500));
                part(one, other);
                mistakes++;
            }
            pause(50 + random.nextInt(200));
        }
    }

    int mistakes() {
        return mistakes;
    }

    /** An answer may have been lost on its way, so what counts is how they stand. */
    private void part(int one, int other) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode first = person(one).orElseThrow();
            JsonNode second = person(other).orElseThrow();
            if (!id(first).equals(id(second))) {
                return;
            }
            List<String> parted = new ArrayList<>();
            for (JsonNode identifier : second.path("identifiers")) {
                String value = identifier.path("value").asText();
                if (value.equals("c-" + other)) {
                    parted.add("\"customer_id:shop:" + value + "\"");
                } else if (value.equals("p" + other + "@example.jp")) {
                    parted.add("\"email:" + value + "\"");
                }
            }
            call(
                    "/api/v1/profiles/" + id(second) + "/split",
                    "{\"identifiers\":[%s],\"reason\":\"are two after all\"}"
                            .formatted(String.join(",", parted)));
        }
        throw new AssertionError(one + " and " + other + " could not be parted");
    }

    private static String id(JsonNode profile) {
        return profile.path("id").asText();
    }

    private Optional<JsonNode> person(int number) {
        return call("/api/v1/profiles?identifier=customer_id:shop:c-" + number, null);
    }

    /** The answer; empty where there is no such thing, or it is so already. */
    private Optional<JsonNode> call(String path, @Nullable String body) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                HttpResponse<String> answer =
                        hub.http().send(request(path, body), BodyHandlers.ofString());
                switch (answer.statusCode()) {
                    case 200 -> {
                        return Optional.of(JSON.readTree(answer.body()));
                    }
                    case 404, 409 -> {
                        return Optional.empty();
                    }
                    case 429, 503 -> {}
                    default ->
                            throw new AssertionError(
                                    "the clerk was answered "
                                            + answer.statusCode()
                                            + ": "
                                            + answer.body());
                }
            } catch (IOException away) {
                // The hub is being killed; asked again.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
            pause(100 + random.nextInt(400));
        }
        throw new AssertionError("no answer to " + path);
    }

    private HttpRequest request(String path, @Nullable String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(hub.at(path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + HubProcess.KEY)
                        .header("Content-Type", "application/json");
        return (body == null
                        ? request.GET()
                        : request.POST(HttpRequest.BodyPublishers.ofString(body)))
                .build();
    }

    private static void pause(int milliseconds) {
        LockSupport.parkNanos(Duration.ofMillis(milliseconds).toNanos());
    }
}
