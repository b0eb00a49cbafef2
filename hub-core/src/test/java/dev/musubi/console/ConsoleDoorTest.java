package dev.musubi.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.musubi.console.account.Accounts;
import dev.musubi.console.account.Role;
import dev.musubi.testing.WebHub;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console's door, spoken to as a browser does and as none would. */
@ExtendWith(Shop.Open.class)
class ConsoleDoorTest {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    /** A browser's cookies, and nothing else of it. */
    private static final class Client {
        private final WebHub hub;
        private final Map<String, String> cookies = new LinkedHashMap<>();

        private Client(WebHub hub) {
            this.hub = hub;
        }

        HttpResponse<String> get(String path) {
            return kept(hub.send("GET", path, BodyPublishers.noBody(), headers()));
        }

        HttpResponse<String> post(String path, String form) {
            return kept(hub.send("POST", path, BodyPublishers.ofString(form), headers()));
        }

        /** As a form on the log-in page would be sent. */
        HttpResponse<String> logIn(String name, String password) {
            return post(
                    "/console/login",
                    "_csrf=%s&username=%s&password=%s"
                            .formatted(token("/console/login"), encoded(name), encoded(password)));
        }

        String token(String page) {
            Matcher token = TOKEN.matcher(get(page).body());
            assertThat(token.find()).isTrue();
            return encoded(token.group(1));
        }

        private String[] headers() {
            return new String[] {
                "Authorization",
                null,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Cookie",
                cookies.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining("; "))
            };
        }

        private HttpResponse<String> kept(HttpResponse<String> answer) {
            answer.headers()
                    .allValues("Set-Cookie")
                    .forEach(
                            c -> {
                                String pair = c.substring(0, c.indexOf(';'));
                                int at = pair.indexOf('=');
                                cookies.put(pair.substring(0, at), pair.substring(at + 1));
                            });
            return answer;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    @Test
    void whoIsNotLoggedInComesToTheLogInAndBack(Shop shop) {
        Client client = new Client(shop.hub());

        HttpResponse<String> answer = client.get("/console/looks");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(location(answer)).isEqualTo("/console/login?then=%2Fconsole%2Flooks");
    }

    @Test
    void theWayBackNeverLeadsElsewhere(Shop shop) {
        Client client = new Client(shop.hub());

        HttpResponse<String> answer =
                client.post(
                        "/console/login",
                        "_csrf=%s&username=clerk&password=%s&then=%s"
                                .formatted(
                                        client.token("/console/login"),
                                        encoded(Shop.PASSWORD),
                                        encoded("//evil.example/console")));

        assertThat(location(answer)).isEqualTo("/console/find");
    }

    @Test
    void aKeyOfTheContractOpensNoPageAndALogInNoCall(Shop shop) {
        Client client = new Client(shop.hub());
        client.logIn("clerk", Shop.PASSWORD);

        assertThat(client.get("/console/find").statusCode()).isEqualTo(200);
        assertThat(client.get("/api/v1/keys").statusCode()).isEqualTo(401);
        assertThat(shop.hub().get("/console/find").statusCode()).isEqualTo(303);
        assertThat(shop.hub().get("/api/v1/keys").statusCode()).isEqualTo(200);
    }

    @Test
    void afterFiveWrongPasswordsTheRightOneHasToWait(Shop shop) {
        shop.hub().get(Accounts.class).create("hasty", Shop.PASSWORD, Role.CLERK);
        Client client = new Client(shop.hub());
        for (int i = 0; i < 5; i++) {
            assertThat(location(client.logIn("hasty", "wrong"))).contains("?wrong");
        }

        assertThat(location(client.logIn("hasty", Shop.PASSWORD))).contains("?often");
        assertThat(client.get("/console/find").statusCode()).isEqualTo(303);
    }

    @Test
    void aFormWithoutItsTokenDoesNothing(Shop shop) {
        Client client = new Client(shop.hub());
        client.logIn("boss", Shop.PASSWORD);

        HttpResponse<String> answer =
                client.post(
                        "/console/accounts",
                        "act=create&name=intruder&role=ADMINISTRATOR&password="
                                + encoded(Shop.PASSWORD));

        assertThat(location(answer)).startsWith("/console/login?expired");
        assertThat(shop.hub().get(Accounts.class).current("intruder")).isEmpty();
    }

    @Test
    void aClosedAccountIsOutWithinSeconds(Shop shop) {
        Accounts accounts = shop.hub().get(Accounts.class);
        accounts.create("leaver", Shop.PASSWORD, Role.CLERK);
        Client client = new Client(shop.hub());
        client.logIn("leaver", Shop.PASSWORD);
        assertThat(client.get("/console/find").statusCode()).isEqualTo(200);

        accounts.close("leaver", true);

        await().atMost(Duration.ofSeconds(10))
                .until(() -> client.get("/console/find").statusCode() == 303);
        assertThat(location(client.logIn("leaver", Shop.PASSWORD))).contains("?wrong");
    }

    @Test
    void pagesSayWhatMayRunInThemAndAreKeptNowhere(Shop shop) {
        HttpResponse<String> page = new Client(shop.hub()).get("/console/login");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self';", "form-action 'self'", "default-src 'none'");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.headers().allValues("Set-Cookie"))
                .allSatisfy(c -> assertThat(c).contains("SameSite=Strict", "HttpOnly"));
    }

    @Test
    void onlyAdministratorsKeepAccounts(Shop shop) {
        Client manager = new Client(shop.hub());
        manager.logIn("manager", Shop.PASSWORD);

        assertThat(manager.get("/console/accounts").statusCode()).isEqualTo(403);
        assertThat(manager.get("/console/looks").statusCode()).isEqualTo(200);
    }
}
