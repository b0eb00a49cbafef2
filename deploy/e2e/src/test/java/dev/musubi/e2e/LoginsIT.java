package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight log-ins of one person at eight systems and a hundred first sightings of their mail address,
 * all at once, over two hubs on one MongoDB, of which one is killed now and then: one profile,
 * every time. {@code -Dlogins.rounds=200} for the long run.
 */
class LoginsIT {

    private static final int ROUNDS = Integer.getInteger("logins.rounds", 12);
    private static final int A_KILL_EVERY = 6;
    private static final int LOGINS = 8;
    private static final int SIGHTINGS = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path folder;

    @Test
    void whoLogsInEverywhereAtOnceIsOnePersonThoughAHubIsKilled() throws Exception {
        long seed = Long.getLong("logins.seed", System.nanoTime());
        System.out.println("LoginsIT: seed " + seed);
        Random random = new Random(seed);
        String[] one = HubProcess.onSharedStores();
        try (var staying = HubProcess.start(folder.resolve("staying"), one);
                var dying = HubProcess.start(folder.resolve("dying"), one)) {
            int kills = 0;
            for (int round = 0; round < ROUNDS; round++) {
                boolean kill = round % A_KILL_EVERY == A_KILL_EVERY / 2;
                atOnce(staying, dying, "r" + round, kill ? random.nextInt(150) : -1);
                one(staying, "r" + round);
                if (kill) {
                    kills++;
                    dying.startAgain();
                }
            }
            System.out.printf("LoginsIT: %d rounds, %d kills%n", ROUNDS, kills);
        }
    }

    private static void atOnce(HubProcess staying, HubProcess dying, String person, int killAfter)
            throws Exception {
        CyclicBarrier together = new CyclicBarrier(LOGINS + SIGHTINGS);
        List<Future<Boolean>> told = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < LOGINS + SIGHTINGS; i++) {
                String event = event(person, i);
                HubProcess hub = i % 2 == 0 ? staying : dying;
                told.add(
                        callers.submit(
                                () -> {
                                    together.await();
                                    return tell(hub, event) || tell(staying, event);
                                }));
            }
            if (killAfter >= 0) {
                Thread.sleep(killAfter);
                dying.killNine();
            }
        }
        for (Future<Boolean> one : told) {
            assertThat(one.get()).isTrue();
        }
    }

    /** Whether it was acknowledged; where there was no answer, it is sent again to another hub. */
    private static boolean tell(HubProcess hub, String event) throws InterruptedException {
        try {
            return hub.http()
                            .send(
                                    request(hub, "/api/v1/events")
                                            .POST(HttpRequest.BodyPublishers.ofString(event))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode()
                    == 202;
        } catch (IOException e) {
            return false;
        }
    }

    private static void one(HubProcess hub, String person) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            JsonNode profile = profile(hub, "email:" + person + "@b.jp");
                            assertThat(profile.at("/stats/events").asInt())
                                    .isEqualTo(LOGINS + SIGHTINGS);
                            assertThat(profile.path("identifiers")).hasSize(LOGINS + 1);
                            for (int i = 0; i < LOGINS; i++) {
                                assertThat(
                                                profile(
                                                                hub,
                                                                "customer_id:system%d:%s"
                                                                        .formatted(i, person))
                                                        .path("id"))
                                        .isEqualTo(profile.path("id"));
                            }
                        });
    }

    private static JsonNode profile(HubProcess hub, String identifier)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                hub.http()
                        .send(
                                request(hub, "/api/v1/profiles?identifier=" + identifier).build(),
                                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String event(String person, int number) {
        String login =
                number < LOGINS
                        ? ",{\"type\":\"customer_id\",\"namespace\":\"system%d\",\"value\":\"%s\"}"
                                .formatted(number, person)
                        : "";
        return """
               {"source":"shop:web","id":"%s-%d","type":"page.viewed","time":"2026-11-22T10:15:30+09:00","channel":"web",
                "identifiers":[{"type":"email","value":"%s@b.jp","verified":true}%s],"data":{"url":"/"}}
               """
                .formatted(person, number, person, login);
    }

    private static HttpRequest.Builder request(HubProcess hub, String path) {
        return HttpRequest.newBuilder(hub.at(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + HubProcess.KEY)
                .header("Content-Type", "application/json");
    }
}
