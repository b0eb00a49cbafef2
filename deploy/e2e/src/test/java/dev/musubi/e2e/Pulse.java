package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tells of many people, of each again as soon as the profile shows what was told before, and takes
 * the time from the acknowledgement until then. The people are in all slots, so whose slots stand
 * still is seen. One thread tells; {@link #mark} and {@link #longest} are for others.
 */
final class Pulse {
    private static final int PEOPLE = 96;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubProcess hub;
    private final int[] told = new int[PEOPLE];
    private final long[] since = new long[PEOPLE];
    private final boolean[] open = new boolean[PEOPLE];
    private final List<Long> times = new ArrayList<>();
    private long longestOpen;

    Pulse(HubProcess hub) {
        this.hub = hub;
    }

    /** Returns when everything is readable that was told. */
    void beatUntil(BooleanSupplier enough) {
        try {
            while (!enough.getAsBoolean()) {
                tell();
                look();
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (IntStream.range(0, PEOPLE).anyMatch(i -> open[i])) {
                assertThat(System.nanoTime()).as("not all is readable").isLessThan(deadline);
                look();
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (IOException e) {
            throw new AssertionError("the hub that is left does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void tell() throws IOException, InterruptedException {
        List<Integer> due = IntStream.range(0, PEOPLE).filter(i -> !open[i]).boxed().toList();
        if (due.isEmpty()) {
            return;
        }
        String body =
                due.stream()
                        .map(i -> event(i, told[i]))
                        .collect(Collectors.joining(",", "{\"events\":[", "]}"));
        var answer = hub.send("POST", "/api/v1/events", body);
        long now = System.nanoTime();
        assertThat(answer.body().split("\"accepted\"", -1)).hasSize(due.size() + 1);
        due.forEach(
                i -> {
                    told[i]++;
                    since[i] = now;
                    open[i] = true;
                });
    }

    private void look() throws IOException, InterruptedException {
        long[] shown = shown();
        long now = System.nanoTime();
        synchronized (times) {
            longestOpen = 0;
            for (int i = 0; i < PEOPLE; i++) {
                if (open[i] && shown[i] >= told[i]) {
                    open[i] = false;
                    times.add(now - since[i]);
                } else if (open[i]) {
                    longestOpen = Math.max(longestOpen, now - since[i]);
                }
            }
        }
    }

    /** How many events the profile of each shows. */
    private long[] shown() throws IOException, InterruptedException {
        String body =
                IntStream.range(0, PEOPLE)
                        .mapToObj(i -> "\"customer_id:pulse:" + i + "\"")
                        .collect(Collectors.joining(",", "{\"identifiers\":[", "]}"));
        JsonNode results =
                JSON.readTree(hub.send("POST", "/api/v1/profiles/lookup", body).body())
                        .path("results");
        assertThat(results).hasSize(PEOPLE);
        return IntStream.range(0, PEOPLE)
                .mapToLong(i -> results.get(i).at("/profile/stats/events").asLong())
                .toArray();
    }

    private static String event(int person, int number) {
        return "{\"source\":\"pulse\",\"id\":\"%d-%d\",\"type\":\"page.viewed\",\"time\":\"2026-11-22T10:15:30+09:00\",\"channel\":\"web\",\"identifiers\":[{\"type\":\"customer_id\",\"namespace\":\"pulse\",\"value\":\"%d\"}],\"data\":{\"url\":\"/\"}}"
                .formatted(person, number, person);
    }

    /** From now on times are taken anew, of events told before too. */
    void mark() {
        synchronized (times) {
            times.clear();
        }
    }

    /** The longest time from acknowledged to readable since {@link #mark}, or until now. */
    Duration longest() {
        synchronized (times) {
            return Duration.ofNanos(
                    Math.max(longestOpen, times.stream().mapToLong(t -> t).max().orElse(0)));
        }
    }

    /** Half of the times since {@link #mark} were no longer. */
    Duration median() {
        synchronized (times) {
            return Duration.ofNanos(
                    times.stream()
                            .mapToLong(t -> t)
                            .sorted()
                            .skip(times.size() / 2)
                            .findFirst()
                            .orElse(0));
        }
    }

    /** Whose profile does not show exactly what was told, once the pulse has ended. */
    List<String> differences() throws IOException, InterruptedException {
        long[] shown = shown();
        return IntStream.range(0, PEOPLE)
                .filter(i -> shown[i] != told[i])
                .mapToObj(i -> i + ": told " + told[i] + ", shown " + shown[i])
                .toList();
    }

    int size() {
        return Arrays.stream(told).sum();
    }
}
