package dev.musubi.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.HubException.Refused;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class BodyFilterTest {

    @Test
    void aBodyThatTakesLongerThanItMayIsRefusedThoughItStillComes() {
        assertThatThrownBy(() -> read(Duration.ofNanos(-1)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(408));
    }

    @Test
    void aBodyInTimePassesAsItIs() throws Exception {
        assertThat(read(Duration.ofMinutes(1))).isEqualTo("slow");
    }

    @Test
    void aBodyThatFindsNoRoomIsPutOffAndOneThatWasReadLeavesItsRoom() throws Exception {
        BodyBudget budget = new BodyBudget("bodies", BodyBudget.PIECE, () -> {});

        assertThat(read(budget, Duration.ofMinutes(1))).isEqualTo("slow");
        assertThat(read(budget, Duration.ofMinutes(1))).isEqualTo("slow");
        budget.share().grow(1);
        assertThatThrownBy(() -> read(budget, Duration.ofMinutes(1)))
                .isInstanceOf(Overloaded.class);
    }

    private static String read(Duration longest) throws Exception {
        return read(BodyBudget.ofThisMachine(() -> {}), longest);
    }

    private static String read(BodyBudget budget, Duration longest) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/events");
        request.setContent("slow".getBytes(StandardCharsets.UTF_8));
        MockHttpServletResponse response = new MockHttpServletResponse();
        HttpServlet echo =
                new HttpServlet() {
                    @Override
                    protected void service(HttpServletRequest asked, HttpServletResponse given)
                            throws IOException {
                        asked.getInputStream().transferTo(given.getOutputStream());
                    }
                };
        new BodyFilter(budget, longest).doFilter(request, response, new MockFilterChain(echo));
        return response.getContentAsString();
    }
}
