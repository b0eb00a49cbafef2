package dev.musubi.platform.web;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds every request body: 5 MB on the wire, gzip inflated to at most 20 MB while it is read, and
 * all that are read at once by a part of the memory, each within its time. Other encodings are
 * refused.
 */
final class BodyFilter extends OncePerRequestFilter {

    static final long WIRE = 5L << 20;
    static final long INFLATED = 20L << 20;

    private final BodyBudget budget;
    private final Duration longest;

    /**
     * @param budget shared by all bodies that are read at once
     * @param longest how long a body may take to arrive; a silent caller is let go by the connector
     *     before
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
            Problems.write(
                    response,
                    new Problem(
                            415,
                            "unknown-encoding",
                            "The body's encoding is not known",
                            "Content-Encoding: expected gzip or none",
                            null));
            return;
        }
        if (request.getContentLengthLong() > WIRE) {
            Problems.write(response, tooLarge(WIRE, request.getContentLengthLong()));
            return;
        }
        try (BodyBudget.Share share = budget.share()) {
            chain.doFilter(new Bounded(request, gzip, share), response);
        }
    }

    static Problem tooSlow(String detail) {
        return new Problem(408, "too-slow", "The body came too slowly", detail, null);
    }

    private static Problem tooLarge(long limit, long came) {
        return new Problem(
                413,
                "too-large",
                "More than a limit allows",
                "the body may have "
                        + limit
                        + " bytes, came "
                        + (came < 0 ? "more" : Long.toString(came)),
                null);
    }

    private final class Bounded extends HttpServletRequestWrapper {
        private final boolean gzip;
        private final BodyBudget.Share share;
        private @Nullable ServletInputStream body;

        private Bounded(HttpServletRequest request, boolean gzip, BodyBudget.Share share) {
            super(request);
            this.gzip = gzip;
            this.share = share;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (body == null) {
                InputStream bounded = new Limited(super.getInputStream(), WIRE);
                body =
                        new Body(
                                gzip ? new Limited(new Inflating(bounded), INFLATED) : bounded,
                                share);
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
            return gzip && hidden(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return gzip && hidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }

        private static boolean hidden(String name) {
            return name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)
                    || name.equalsIgnoreCase(HttpHeaders.CONTENT_ENCODING);
        }
    }

    /** Opens the gzip stream at the first read, so that a broken one is the reader's to hear of. */
    private static final class Inflating extends InputStream {
        private final InputStream source;
        private @Nullable GZIPInputStream gzip;

        private Inflating(InputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                if (gzip == null) {
                    gzip = new GZIPInputStream(source);
                }
                return gzip.read(bytes, offset, length);
            } catch (ZipException | EOFException e) {
                throw new Refused(Problem.unreadable("the body is not gzip, or it ends too early"));
            }
        }
    }

    private final class Limited extends InputStream {
        private final InputStream source;
        private final long limit;
        private final long started = System.nanoTime();
        private long read;

        private Limited(InputStream source, long limit) {
            this.source = source;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int b = source.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return count(source.read(bytes, offset, length));
        }

        private int count(int more) {
            read += Math.max(0, more);
            if (System.nanoTime() - started > longest.toNanos()) {
                throw new Refused(
                        tooSlow("a body has " + longest.toSeconds() + " seconds to arrive"));
            }
            if (read > limit) {
                throw new Refused(tooLarge(limit, -1));
            }
            return more;
        }
    }

    private static final class Body extends ServletInputStream {
        private final InputStream source;
        private final BodyBudget.Share share;
        private long size;
        private boolean finished;

        private Body(InputStream source, BodyBudget.Share share) {
            this.source = source;
            this.share = share;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = source.read(bytes, offset, length);
            finished |= n < 0;
            size += Math.max(0, n);
            share.grow(size);
            return n;
        }

        @Override
        public boolean isFinished() {
            return finished;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("bodies are read by virtual threads");
        }
    }
}
