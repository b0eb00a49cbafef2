package dev.musubi.platform.web;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds every request body while it is read: 5 MB on the wire, gzip inflated to at most 20 MB, all
 * bodies together, and the time it takes. Other encodings are refused.
 */
final class BodyFilter extends OncePerRequestFilter {

    static final long WIRE = 5L << 20;
    static final long INFLATED = 20L << 20;

    private static final Set<String> OF_THE_WIRE = wireHeaders();

    private final BodyBudget budget;
    private final Duration longest;

    /**
     * @param budget shared by all bodies that are read at once
     * @param longest the time after which a body has to be there
     */
    BodyFilter(BodyBudget budget, Duration longest) {
        this.budget = budget;
        this.longest = longest;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        boolean gzip = "gzip".equalsIgnoreCase(encoding);
        if (encoding != null && !gzip && !encoding.equalsIgnoreCase("identity")) {
            response.setHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
            Problems.write(response, unknownEncoding());
            return;
        }
        long announced = request.getContentLengthLong();
        if (announced > WIRE) {
            Problems.write(response, BoundedBody.tooLarge(WIRE, announced).problem());
            return;
        }
        try (BodyBudget.Share share = budget.share()) {
            chain.doFilter(new Bounded(request, gzip, share, longest), response);
        } catch (Refused refused) {
            // Only a filter behind this one reads without the dispatcher, which answers itself.
            if (response.isCommitted()) {
                throw refused;
            }
            Problems.write(response, refused);
        }
    }

    private static Problem unknownEncoding() {
        return new Problem(
                415,
                "unknown-encoding",
                "The body's encoding is not known",
                "Content-Encoding: expected gzip or none, once",
                null);
    }

    private static Set<String> wireHeaders() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.add(HttpHeaders.CONTENT_LENGTH);
        names.add(HttpHeaders.CONTENT_ENCODING);
        return names;
    }

    /** A request whose body is read through the limits, as if it had come inflated. */
    private static final class Bounded extends HttpServletRequestWrapper {
        private final boolean gzip;
        private final BodyBudget.Share share;
        private final Duration longest;
        private @Nullable ServletInputStream body;

        private Bounded(
                HttpServletRequest request,
                boolean gzip,
                BodyBudget.Share share,
                Duration longest) {
            super(request);
            this.gzip = gzip;
            this.share = share;
            this.longest = longest;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (body == null) {
                body = BoundedBody.of(super.getInputStream(), gzip, share, longest);
            }
            return body;
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(
                    new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }

        @Override
        public long getContentLengthLong() {
            return gzip ? -1 : super.getContentLengthLong();
        }

        @Override
        public int getContentLength() {
            return gzip ? -1 : super.getContentLength();
        }

        @Override
        @SuppressWarnings(
                "NullAway") // The servlet interface says null for a header that is not there.
        public String getHeader(String name) {
            return gzip && OF_THE_WIRE.contains(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return gzip && OF_THE_WIRE.contains(name)
                    ? Collections.emptyEnumeration()
                    : super.getHeaders(name);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return gzip
                    ? Collections.enumeration(
                            Collections.list(super.getHeaderNames()).stream()
                                    .filter(name -> !OF_THE_WIRE.contains(name))
                                    .toList())
                    : super.getHeaderNames();
        }
    }
}
