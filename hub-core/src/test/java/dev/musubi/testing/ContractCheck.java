package dev.musubi.testing;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.Response;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.Json;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Holds the hub to its contract while tests talk to it: an answer that the contract does not
 * describe, or a request that the hub took although the contract does not describe it, is recorded
 * and answered with 500. A request that both refuse is how it should be.
 *
 * <p>Put it before all other filters, and assert on {@link #violations()} when the test ends.
 * Thread safe.
 */
public final class ContractCheck extends OncePerRequestFilter {

    private static final String BASE = "/api/v1";
    private static final String PROBLEM = "application/problem+json";
    private static final int LARGEST = 6 << 20;

    private final OpenApiInteractionValidator contract =
            OpenApiInteractionValidator.createForSpecificationUrl("/musubi.yaml")
                    .withBasePathOverride(BASE)
                    .withLevelResolver(
                            LevelResolver.create()
                                    // A missing key is tested as such.
                                    .withLevel(
                                            "validation.request.security.missing",
                                            ValidationReport.Level.IGNORE)
                                    .build())
                    .build();

    private final EventContract events = new EventContract();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    /** What broke the contract since the last {@link #forget()}, in words. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    public void forget() {
        violations.clear();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        boolean preflight =
                request.getMethod().equals("OPTIONS")
                        && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
        return preflight || !request.getRequestURI().startsWith(BASE + "/");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > LARGEST) {
            chain.doFilter(request, response);
            return;
        }
        byte[] sent = request.getInputStream().readNBytes(LARGEST);
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        chain.doFilter(new Replayed(request, sent), answer);
        List<String> found = check(request, sent, answer);
        if (found.isEmpty()) {
            answer.copyBodyToResponse();
            return;
        }
        violations.addAll(found);
        response.reset();
        response.setStatus(500);
        response.setContentType("text/plain;charset=UTF-8");
        response.getOutputStream().write(String.join("\n", found).getBytes(StandardCharsets.UTF_8));
    }

    private List<String> check(
            HttpServletRequest request, byte[] sent, ContentCachingResponseWrapper answer)
            throws IOException {
        String call = request.getMethod() + " " + request.getRequestURI();
        Request asked = asked(request, sent);
        Response given = given(answer);
        if (given.getStatus() < 400) {
            String broken = taken(request, sent, asked, answer);
            if (!broken.isEmpty()) {
                return List.of(call + " was taken: " + broken);
            }
        }
        if (!described(asked)) {
            return PROBLEM.equals(answer.getContentType())
                    ? List.of()
                    : List.of(call + " was refused without a problem document");
        }
        String broken =
                errors(contract.validateResponse(asked.getPath(), asked.getMethod(), given));
        return broken.isEmpty()
                ? List.of()
                : List.of(call + " answered " + given.getStatus() + ": " + broken);
    }

    /**
     * Of a request that was taken: what of it is not described. Events are asked one by one, for
     * those beside them may have been rejected.
     */
    private String taken(
            HttpServletRequest request,
            byte[] sent,
            Request asked,
            ContentCachingResponseWrapper answer)
            throws IOException {
        if (!request.getRequestURI().equals(BASE + "/events")) {
            return errors(contract.validateRequest(asked));
        }
        // As the hub reads it: Jackson refuses some halves of pairs in bytes only.
        JsonNode body =
                Json.mapper().readTree(new String(inflated(request, sent), StandardCharsets.UTF_8));
        JsonNode results = Json.mapper().readTree(answer.getContentAsByteArray());
        List<String> broken = new ArrayList<>(events.taken(body, results));
        if (results.findValuesAsText("status").stream().noneMatch("rejected"::equals)) {
            broken.add(errors(contract.validateRequest(asked)));
        }
        return broken.stream().filter(b -> !b.isEmpty()).collect(Collectors.joining("; "));
    }

    /** Whether the contract has the path and the method. */
    private boolean described(Request asked) {
        return contract.validateRequest(asked).getMessages().stream()
                .noneMatch(
                        m ->
                                m.getKey().equals("validation.request.path.missing")
                                        || m.getKey()
                                                .equals("validation.request.operation.notAllowed"));
    }

    private static Request asked(HttpServletRequest request, byte[] sent) throws IOException {
        SimpleRequest.Builder asked =
                new SimpleRequest.Builder(request.getMethod(), request.getRequestURI());
        Collections.list(request.getHeaderNames())
                .forEach(
                        name -> asked.withHeader(name, Collections.list(request.getHeaders(name))));
        request.getParameterMap().forEach((name, values) -> asked.withQueryParam(name, values));
        if (sent.length > 0) {
            asked.withBody(inflated(request, sent));
        }
        return asked.build();
    }

    private static byte[] inflated(HttpServletRequest request, byte[] sent) throws IOException {
        if (!"gzip".equalsIgnoreCase(request.getHeader(HttpHeaders.CONTENT_ENCODING))) {
            return sent;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            return in.readNBytes(4 * LARGEST);
        } catch (IOException broken) {
            return sent;
        }
    }

    private static Response given(ContentCachingResponseWrapper answer) {
        SimpleResponse.Builder given = SimpleResponse.Builder.status(answer.getStatus());
        answer.getHeaderNames()
                .forEach(name -> given.withHeader(name, List.copyOf(answer.getHeaders(name))));
        if (answer.getContentType() != null) {
            given.withContentType(answer.getContentType());
        }
        if (answer.getContentSize() > 0) {
            given.withBody(answer.getContentAsByteArray());
        }
        return given.build();
    }

    private static String errors(ValidationReport report) {
        return report.getMessages().stream()
                .filter(m -> m.getLevel() == ValidationReport.Level.ERROR)
                .map(m -> m.getKey() + " " + m.getMessage())
                .collect(Collectors.joining("; "));
    }

    /** The request with its body, to be read once more. */
    private static final class Replayed extends HttpServletRequestWrapper {
        private final byte[] sent;

        private Replayed(HttpServletRequest request, byte[] sent) {
            super(request);
            this.sent = sent;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream in = new ByteArrayInputStream(sent);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return in.read();
                }

                @Override
                public int read(byte[] bytes, int offset, int length) {
                    return in.read(bytes, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return in.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException();
                }
            };
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(
                    new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }
}
