package dev.musubi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** The judge is judged: a hub that breaks its contract must not pass. */
class ContractCheckTest {

    private static final String TOTALS = "/api/v1/orders/totals";
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final ContractCheck check = new ContractCheck();

    @Test
    void anAnswerAsDescribedPassesAsItIs() throws Exception {
        MockHttpServletResponse answer = get(TOTALS, 200, JSON, "{\"currencies\":{}}");

        assertThat(check.violations()).isEmpty();
        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getContentAsString()).isEqualTo("{\"currencies\":{}}");
    }

    @Test
    void anAnswerThatLacksAFieldOrHasAWrongOneIsCaught() throws Exception {
        assertThat(get(TOTALS, 200, JSON, "{}").getStatus()).isEqualTo(500);
        get(TOTALS, 200, JSON, "{\"currencies\":[]}");
        get("/api/v1/keys", 200, JSON, "{\"keys\":[{\"id\":null}]}");

        assertThat(check.violations()).hasSize(3);
    }

    @Test
    void aStatusAndAMediaTypeThatTheContractDoesNotListAreCaught() throws Exception {
        get(TOTALS, 418, PROBLEM, "{}");
        get(TOTALS, 200, "text/html", "<html>");
        get(TOTALS, 401, JSON, "{\"error\":\"unauthorized\"}");

        assertThat(check.violations()).hasSize(3);
    }

    @Test
    void aRequestThatIsTakenAlthoughTheContractDoesNotDescribeItIsCaught() throws Exception {
        MockHttpServletRequest request = request("POST", "/api/v1/events");
        request.setContentType(JSON);
        request.setContent("{\"source\":\"NO SUCH\"}".getBytes(StandardCharsets.UTF_8));
        answer(request, 202, JSON, "{\"results\":[]}");
        get("/api/v1/secret-door", 200, JSON, "{}");

        assertThat(check.violations()).hasSize(2);
    }

    @Test
    void anAnswerWithAFieldThatTheContractDoesNotNameIsCaught() throws Exception {
        get(TOTALS, 200, JSON, "{\"currencies\":{},\"secret\":1}");

        assertThat(check.violations()).singleElement().asString().contains("secret");
    }

    @Test
    void anEventThatIsTakenWithAnotherContentThanItsTypeHasIsCaught() throws Exception {
        post("{\"events\":[" + event("{\"orderId\":\"o-1\"}") + "]}", "accepted");

        assertThat(check.violations()).singleElement().asString().contains("currency");
    }

    @Test
    void anEventThatWasRejectedNeedNotBeAsDescribedAndOneBesideItHasTo() throws Exception {
        String good = event("{\"orderId\":\"o-1\",\"currency\":\"JPY\"}");
        post("{\"events\":[" + good + ",{\"id\":\"e-2\"}]}", "accepted", "rejected");
        assertThat(check.violations()).isEmpty();

        post("{\"events\":[{\"id\":\"e-2\"}," + good + "]}", "accepted", "rejected");
        assertThat(check.violations()).hasSize(1);
    }

    private static String event(String data) {
        return """
        {"source":"a","id":"e-1","type":"order.placed","time":"2026-11-01T10:00:00Z","channel":"web",
         "data":%s}"""
                .formatted(data);
    }

    private void post(String body, String... statuses) throws Exception {
        MockHttpServletRequest request = request("POST", "/api/v1/events");
        request.setContentType(JSON);
        request.setContent(body.getBytes(StandardCharsets.UTF_8));
        String results =
                Stream.of(statuses)
                        .map(
                                status ->
                                        "{\"source\":\"a\",\"id\":\"e\",\"status\":\""
                                                + status
                                                + "\"}")
                        .collect(Collectors.joining(","));
        answer(request, 202, JSON, "{\"results\":[" + results + "]}");
    }

    @Test
    void aRequestThatBothRefuseIsHowItShouldBe() throws Exception {
        String problem =
                """
                {"type":"urn:musubi:problem:unreadable","title":"t","status":400,"detail":"d","code":"unreadable"}""";
        MockHttpServletRequest request = request("POST", "/api/v1/events");
        request.setContentType(JSON);
        request.setContent("{".getBytes(StandardCharsets.UTF_8));
        answer(request, 400, PROBLEM, problem);
        get("/api/v1/nothing", 404, PROBLEM, problem);

        assertThat(check.violations()).isEmpty();
    }

    private MockHttpServletResponse get(String path, int status, String type, String body)
            throws Exception {
        return answer(request("GET", path), status, type, body);
    }

    private static MockHttpServletRequest request(String method, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.addHeader("Authorization", "Bearer key");
        return request;
    }

    private MockHttpServletResponse answer(
            MockHttpServletRequest request, int status, String type, String body) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        HttpServlet hub =
                new HttpServlet() {
                    @Override
                    protected void service(HttpServletRequest asked, HttpServletResponse given)
                            throws IOException {
                        given.setStatus(status);
                        given.setContentType(type);
                        given.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
                    }
                };
        check.doFilter(request, response, new MockFilterChain(hub));
        return response;
    }
}
