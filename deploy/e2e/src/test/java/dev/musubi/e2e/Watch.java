package dev.musubi.e2e;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Callers who take nothing amiss but a wrong refusal: while a store is away, the one answer is 503
 * with {@code Retry-After} and a problem that says so. Each kind of call has a thread of its own.
 * Thread safe.
 */
final class Watch {
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_FAULTS = 50;

    /** What belongs into no answer. */
    private static final Pattern INSIDES = Pattern.compile("\\tat |Exception|com\\.mongodb");

    /**
     * A kind of call.
     *
     * @param path with a {@code %d} where the number of the call goes
     * @param body to be sent, with the number likewise; none for a GET
     */
    record Call(String name, String method, String path, @Nullable String body) {
        static Call get(String path) {
            return new Call("GET " + path.replace("/api/v1", ""), "GET", path, null);
        }
    }

    /** How it went with one kind of call. */
    private static final class Course {
        private final AtomicLong good = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();
        private volatile long lastGood = System.nanoTime();
        private volatile long gap;
        private volatile long longest;
    }

    private final HubProcess hub;
    private final Map<String, Course> courses = new ConcurrentHashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    Watch(HubProcess hub) {
        this.hub = hub;
    }

    /** Calls again and again; the same call until it is answered well, then the next. */
    void callUntil(Call call, BooleanSupplier enough) {
        Course course = courses.computeIfAbsent(call.name(), _ -> new Course());
        while (!enough.getAsBoolean()) {
            long from = System.nanoTime();
            boolean answered = send(call, course);
            long now = System.nanoTime();
            course.longest = Math.max(course.longest, now - from);
            if (answered) {
                course.gap = Math.max(course.gap, now - course.lastGood);
                course.lastGood = now;
                course.good.incrementAndGet();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean send(Call call, Course course) {
        long number = course.good.get();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(hub.at(call.path().formatted(number)))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + HubProcess.KEY)
                        .header("Content-Type", "application/json");
        String body = call.body();
        request.method(
                call.method(),
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body.formatted(number)));
        try {
            HttpResponse<String> answer = hub.http().send(request.build(), BodyHandlers.ofString());
            int status = answer.statusCode();
            if (status == 503) {
                course.refused.incrementAndGet();
                if (!honest(answer)) {
                    fault(call.name() + " was refused without a word: " + text(answer));
                }
            } else if (status >= 300) {
                fault(call.name() + " was answered " + text(answer));
            }
            return status < 300;
        } catch (IOException e) {
            fault(call.name() + " got no answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return false;
    }

    private static boolean honest(HttpResponse<String> answer) {
        return answer.headers().firstValue("Retry-After").orElse("").matches("[1-9]\\d?")
                && answer.headers()
                        .firstValue("Content-Type")
                        .orElse("")
                        .startsWith("application/problem+json")
                && answer.body().contains("\"code\":\"store-away\"")
                && !INSIDES.matcher(answer.body()).find();
    }

    private static String text(HttpResponse<String> answer) {
        return answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
    }

    private void fault(String text) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(text);
        }
    }

    /** From now on the gaps are counted anew. */
    void mark() {
        courses.values().forEach(c -> c.gap = 0);
    }

    /** Whether every kind of call was answered well after this time of {@link System#nanoTime}. */
    boolean allWellSince(long nanoTime) {
        return courses.values().stream().allMatch(c -> c.lastGood - nanoTime > 0);
    }

    /** How many of these calls were answered well. */
    long good(String name) {
        return courses.get(name).good.get();
    }

    /** How many of these calls were refused with 503. */
    long refused(String name) {
        return courses.get(name).refused.get();
    }

    /** How many calls were refused with 503. */
    long refused() {
        return courses.values().stream().mapToLong(c -> c.refused.get()).sum();
    }

    /** The longest time without a good answer since {@link #mark}, by kind of call. */
    Map<String, Duration> gaps() {
        Map<String, Duration> gaps = new TreeMap<>();
        courses.forEach((name, course) -> gaps.put(name, Duration.ofNanos(course.gap)));
        return gaps;
    }

    /** The longest time that anybody waited for an answer, good or not. */
    Duration longestCall() {
        return Duration.ofNanos(
                courses.values().stream().mapToLong(c -> c.longest).max().orElse(0));
    }

    /** Answers that nobody should get; at most {@value #MOST_FAULTS}. */
    Collection<String> faults() {
        return faults;
    }
}
