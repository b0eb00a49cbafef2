package dev.musubi.testing;

import dev.musubi.testing.Contract.Exchange;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Stands before a hub under test and refuses every exchange that the contract does not describe:
 * the answer becomes a 500 with the reasons, which {@link #breaches()} keeps. Import it into the
 * test's application; it is never part of the product.
 */
public final class ContractFilter extends OncePerRequestFilter {

    private final Contract contract = new Contract();
    private final Queue<String> breaches = new ConcurrentLinkedQueue<>();

    /** Puts the filter before all others, the one that asks for keys included. */
    public static final class Import {
        @Bean
        ContractFilter contractFilter() {
            return new ContractFilter();
        }

        @Bean
        FilterRegistrationBean<ContractFilter> contractFilterFirst(ContractFilter filter) {
            FilterRegistrationBean<ContractFilter> first = new FilterRegistrationBean<>(filter);
            first.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return first;
        }
    }

    /** What was not as the contract says, since the start. */
    public List<String> breaches() {
        return List.copyOf(breaches);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Copying copied = new Copying(request);
        ContentCachingResponseWrapper held = new ContentCachingResponseWrapper(response);
        chain.doFilter(copied, held);
        List<String> found =
                contract.breaches(
                        new Exchange(
                                request.getMethod(),
                                request.getRequestURI(),
                                request.getQueryString(),
                                headers(
                                        Collections.list(request.getHeaderNames()),
                                        name -> Collections.list(request.getHeaders(name))),
                                inflated(request, copied.bytes()),
                                held.getStatus(),
                                answerHeaders(held),
                                held.getContentAsByteArray()));
        if (!found.isEmpty()) {
            String what =
                    request.getMethod()
                            + " "
                            + request.getRequestURI()
                            + " -> "
                            + held.getStatus()
                            + ": "
                            + String.join("\n", found);
            breaches.add(what);
            held.resetBuffer();
            held.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            held.setContentType("text/plain;charset=UTF-8");
            held.getOutputStream().write(what.getBytes(StandardCharsets.UTF_8));
        }
        held.copyBodyToResponse();
    }

    private static byte[] inflated(HttpServletRequest request, byte[] body) throws IOException {
        if (!"gzip".equalsIgnoreCase(request.getHeader("Content-Encoding")) || body.length == 0) {
            return body;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readNBytes(32 << 20);
        } catch (IOException broken) {
            return new byte[0];
        }
    }

    private static Map<String, List<String>> answerHeaders(ContentCachingResponseWrapper answer) {
        Map<String, List<String>> headers =
                headers(answer.getHeaderNames(), name -> new ArrayList<>(answer.getHeaders(name)));
        if (answer.getContentType() != null) {
            headers.put("content-type", List.of(answer.getContentType()));
        }
        return headers;
    }

    private static Map<String, List<String>> headers(
            Collection<String> names, Function<String, List<String>> values) {
        Map<String, List<String>> headers = new HashMap<>();
        names.forEach(name -> headers.put(name.toLowerCase(Locale.ROOT), values.apply(name)));
        return headers;
    }

    /** Keeps a copy of what the hub reads, and reads nothing that it does not. */
    private static final class Copying extends HttpServletRequestWrapper {
        private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

        private Copying(HttpServletRequest request) {
            super(request);
        }

        private byte[] bytes() {
            return copy.toByteArray();
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            ServletInputStream source = super.getInputStream();
            return new ServletInputStream() {
                @Override
                public int read() throws IOException {
                    int b = source.read();
                    if (b >= 0) {
                        copy.write(b);
                    }
                    return b;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int n = source.read(bytes, offset, length);
                    if (n > 0) {
                        copy.write(bytes, offset, n);
                    }
                    return n;
                }

                @Override
                public boolean isFinished() {
                    return source.isFinished();
                }

                @Override
                public boolean isReady() {
                    return source.isReady();
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    source.setReadListener(listener);
                }
            };
        }
    }
}
