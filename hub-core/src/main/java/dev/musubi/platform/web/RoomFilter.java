package dev.musubi.platform.web;

import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.Refusals;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Sends every call to the room of its kind: events, those that wait until events are applied,
 * searches, and all others. Where it is full, the answer is 429 and says when to come again
 * (docs/decisions/0091).
 *
 * <p>An answer is made as a whole before any of it goes out: what it was made of is free by then,
 * and large answers that nobody reads share a part of the memory.
 */
final class RoomFilter extends OncePerRequestFilter {

    /** A body takes a place for each of these. */
    private static final int PLACE_BYTES = 16 << 10;

    /** Places of a body that does not say how large it is. */
    private static final int UNKNOWN = 4;

    /** The system's own buffers take as much from us at once. */
    private static final int SMALL_ANSWER = 32 << 10;

    /**
     * How many places the rooms have.
     *
     * @param events requests of events, one more for each 16 KB
     * @param waits the same, of those that wait until they are applied
     * @param search searches
     * @param calls all other calls
     */
    record Sizes(int events, int waits, int search, int calls) {}

    private final Room events;
    private final Room waits;
    private final Room search;
    private final Room calls;
    private final long answerBytes;
    private final BodyBudget answers;

    /**
     * @param answerBytes of all large answers together that are on their way
     */
    RoomFilter(Sizes sizes, long answerBytes, MeterRegistry registry) {
        this.events = new Room("events", sizes.events(), registry);
        this.waits = new Room("waits", sizes.waits(), registry);
        this.search = new Room("search", sizes.search(), registry);
        this.calls = new Room("calls", sizes.calls(), registry);
        this.answerBytes = answerBytes;
        this.answers =
                new BodyBudget(
                        "large answers", answerBytes, Refusals.of("answers", registry)::increment);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        try (BodyBudget.Share share = answers.share()) {
            work(request, answer, chain);
            if (answer.getContentSize() > SMALL_ANSWER) {
                share.grow(Math.min(answer.getContentSize(), answerBytes));
            }
            answer.copyBodyToResponse();
        } catch (Overloaded full) {
            Problems.write(response, full);
        }
    }

    private void work(HttpServletRequest request, HttpServletResponse answer, FilterChain chain)
            throws ServletException, IOException {
        Room room = room(request);
        try (Visit visit = new Visit(room, weight(request))) {
            if (hasBody(request)) {
                room.look();
            } else {
                visit.enter();
            }
            request.setAttribute(Visit.ATTRIBUTE, visit);
            chain.doFilter(request, answer);
        }
    }

    private Room room(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (path.endsWith("/search")) {
            return search;
        }
        if (!path.equals("/api/v1/events")) {
            return calls;
        }
        String query = request.getQueryString();
        return query != null && query.contains("wait=") ? waits : events;
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0
                || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }

    private static int weight(HttpServletRequest request) {
        long bytes = request.getContentLengthLong();
        return bytes < 0
                ? hasBody(request) ? UNKNOWN : 1
                : (int) Math.min(Integer.MAX_VALUE, 1 + bytes / PLACE_BYTES);
    }
}
