package dev.musubi.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.musubi.platform.HubException.Overloaded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RoomsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RoomFilter filter =
            new RoomFilter(new RoomFilter.Sizes(4, 1, 1, 1), 64 << 10, meters);

    @Test
    void whoFindsNoPlaceIsToldWhenToComeAgainAndOtherKindsAreNotHeldUp() throws Exception {
        inside(
                "GET",
                "/api/v1/profiles/search",
                () -> {
                    MockHttpServletResponse refused = ask("GET", "/api/v1/products/search");
                    assertThat(refused.getStatus()).isEqualTo(429);
                    assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
                    assertThat(refused.getContentAsString()).contains("(search)");
                    assertThat(ask("GET", "/api/v1/profiles/1").getStatus()).isEqualTo(200);
                });

        assertThat(ask("GET", "/api/v1/products/search").getStatus()).isEqualTo(200);
        assertThat(meters.counter("musubi.refused", "reason", "search").count()).isEqualTo(1);
    }

    @Test
    void whatIsStillBeingSentTakesNoPlace() throws Exception {
        inside(
                "POST",
                "/api/v1/recommendations",
                () -> assertThat(ask("GET", "/api/v1/profiles/1").getStatus()).isEqualTo(200));
    }

    @Test
    void anAnswerIsWholeAndItsPlaceIsFreeBeforeAnyOfItGoesOut() throws Exception {
        MockHttpServletResponse slow =
                goingOut(() -> assertThat(asked("/api/v1/products/search")).isEqualTo(200));

        filter.doFilter(
                request("GET", "/api/v1/profiles/search"),
                slow,
                (_, response) -> {
                    response.getOutputStream().write('{');
                    assertThat(asked("/api/v1/products/search")).isEqualTo(429);
                    response.getOutputStream().write('}');
                });

        assertThat(slow.getContentAsString()).isEqualTo("{}");
    }

    @Test
    void largeAnswersThatAreNotReadAreBoundedTogetherAndSmallOnesPassThemBy() throws Exception {
        MockHttpServletResponse unread =
                goingOut(
                        () -> {
                            MockHttpServletResponse large = answered(40_000);
                            assertThat(large.getStatus()).isEqualTo(429);
                            assertThat(large.getHeader("Retry-After")).isEqualTo("1");
                            assertThat(answered(30_000).getStatus()).isEqualTo(200);
                        });

        filter.doFilter(request("GET", "/api/v1/keys"), unread, answering(40_000));

        assertThat(unread.getStatus()).isEqualTo(200);
        assertThat(unread.getContentAsByteArray()).hasSize(40_000);
        assertThat(answered(40_000).getStatus()).isEqualTo(200);
        assertThat(meters.counter("musubi.refused", "reason", "answers").count()).isEqualTo(1);
    }

    /** An answer, and what is looked at when its length is known and nothing has gone out yet. */
    private static MockHttpServletResponse goingOut(Runnable look) {
        return new MockHttpServletResponse() {
            @Override
            public void setContentLength(int length) {
                look.run();
                super.setContentLength(length);
            }

            @Override
            public void setContentLengthLong(long length) {
                look.run();
                super.setContentLengthLong(length);
            }
        };
    }

    private MockHttpServletResponse answered(int bytes) {
        try {
            MockHttpServletResponse response = new MockHttpServletResponse();
            filter.doFilter(request("GET", "/api/v1/keys"), response, answering(bytes));
            return response;
        } catch (IOException | ServletException e) {
            throw new AssertionError(e);
        }
    }

    private static FilterChain answering(int bytes) {
        return (_, response) -> response.getOutputStream().write(new byte[bytes]);
    }

    private int asked(String path) {
        try {
            return ask("GET", path).getStatus();
        } catch (IOException | ServletException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void largeBodiesTakeMorePlaces() {
        Room room = new Room("r", 4, meters);
        Room.Place three = room.enter(3);

        assertThat(catchThrowableOfType(Overloaded.class, () -> room.enter(2))).isNotNull();
        Room.Place one = room.enter(1);
        three.leave();
        three.leave();
        one.leave();

        assertThat(room.enter(100)).as("more than there are: all of them").isNotNull();
        assertThat(catchThrowableOfType(Overloaded.class, room::look)).isNotNull();
    }

    @Test
    void connectionsLeaveDescriptorsForTheStores() {
        assertThat(Descriptors.connections(8_192, 20_000)).isEqualTo(8_192);
        assertThat(Descriptors.connections(8_192, 4_096)).isEqualTo(3_072);
        assertThat(Descriptors.connections(8_192, 512)).isEqualTo(256);
    }

    private interface Step {
        void run() throws IOException, ServletException;
    }

    private void inside(String method, String path, Step step)
            throws IOException, ServletException {
        filter.doFilter(request(method, path), new MockHttpServletResponse(), (_, _) -> step.run());
    }

    private MockHttpServletResponse ask(String method, String path)
            throws IOException, ServletException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        FilterChain nothing = (_, _) -> {};
        filter.doFilter(request(method, path), response, nothing);
        return response;
    }

    private static MockHttpServletRequest request(String method, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        if (method.equals("POST")) {
            request.setContent(new byte[] {'{', '}'});
        }
        return request;
    }
}
