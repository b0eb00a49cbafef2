package dev.musubi.household;

import static dev.musubi.testing.EventBuilder.anEvent;
import static dev.musubi.testing.WebHub.as;
import static dev.musubi.testing.WebHub.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.platform.Json;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People who belong together without being one, over HTTP, on a real MongoDB. */
class HouseholdCallsTest {

    private static WebHub hub;
    private static String reader;

    @BeforeAll
    static void open() {
        hub = WebHub.start(Map.of());
        reader = hub.key("{\"name\":\"reader\",\"scopes\":[\"profiles:read\"]}");
    }

    @AfterEach
    void theContractHeld() {
        assertThat(hub.contract().violations()).isEmpty();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    @Test
    void aFamilyWithOneMailAddressIsShownTogetherAndIsNotOnePerson() {
        String father = put(member("H-1", "1970-01-01").ofVerified("email", "home@b.jp"));
        String mother =
                put(
                        member("H-2", "1972-02-02")
                                .ofVerified("email", "home@b.jp")
                                .trait("familyName", "佐藤")
                                .trait("givenName", "花子"));
        String child = put(member("H-3", "2003-03-03").ofVerified("email", "home@b.jp"));

        JsonNode seen = household(father);
        assertThat(seen.path("members").findValuesAsText("profileId"))
                .containsExactlyInAnyOrder(mother, child);
        assertThat(household(child).path("members").findValuesAsText("profileId"))
                .containsExactlyInAnyOrder(father, mother);
        JsonNode shown =
                seen.path("members").get(0).path("profileId").asText().equals(mother)
                        ? seen.path("members").get(0)
                        : seen.path("members").get(1);
        assertThat(shown.path("name").asText()).isEqualTo("佐藤 花子");
        assertThat(shown.at("/shares/0/kind").asText()).isEqualTo("email");
        assertThat(shown.at("/shares/0/value").asText()).isEqualTo("home@b.jp");
        assertThat(hub.get("/api/v1/profiles/" + father + "/household", as(reader)).body())
                .doesNotContain("home@b.jp");
        JsonNode mothers = json(hub.get("/api/v1/profiles/" + mother));
        assertThat(mothers.path("identifiers").findValuesAsText("value")).contains("home@b.jp");
    }

    @Test
    void oneAddressIsOneHoweverItIsWritten() {
        String one =
                put(
                        member("A-1", "1980-01-01")
                                .trait("postcode", "104-0061")
                                .trait("street", "銀座１丁目２番３号"));
        String other =
                put(
                        member("A-2", "1981-01-01")
                                .trait("postcode", "1040061")
                                .trait("street", "銀座 1-2-3"));
        put(member("A-3", "1982-01-01").trait("postcode", "104-0061").trait("street", "銀座1-2-4"));

        JsonNode seen = household(one);
        assertThat(seen.path("members").findValuesAsText("profileId")).containsExactly(other);
        assertThat(seen.at("/members/0/shares/0/kind").asText()).isEqualTo("address");
        assertThat(seen.at("/members/0/shares/0").has("value")).isFalse();
    }

    @Test
    void aPhoneThatThirteenWereSeenWithIsNobodysHousehold() {
        String first = null;
        for (int i = 1; i <= 13; i++) {
            String id =
                    put(
                            anEvent("store.visited")
                                    .of("loyalty_id", "P-" + i)
                                    .of("phone", "0311112222"));
            first = first == null ? id : first;
            if (i == 12) {
                assertThat(household(first).path("members")).hasSize(11);
            }
        }

        assertThat(household(first).path("members")).isEmpty();
    }

    @Test
    void whoTurnsOutToBeOnePersonIsNotTheirOwnHousehold() {
        String one =
                put(anEvent("store.visited").of("loyalty_id", "O-1").of("phone", "0322223333"));
        put(anEvent("store.visited").of("loyalty_id", "O-2").of("phone", "0322223333"));
        assertThat(household(one).path("members")).hasSize(1);

        put(anEvent("profile.identified").of("loyalty_id", "O-1").of("loyalty_id", "O-2"));

        assertThat(household(one).path("members")).isEmpty();
    }

    private static EventBuilder member(String card, String birthDate) {
        return anEvent("profile.identified").of("loyalty_id", card).trait("birthDate", birthDate);
    }

    private static String put(EventBuilder event) {
        HttpResponse<String> answer =
                hub.post(
                        "/api/v1/events?wait=applied",
                        Json.object()
                                .set("events", Json.mapper().createArrayNode().add(event.build()))
                                .toString());
        assertThat(answer.statusCode()).isEqualTo(202);
        return json(answer).at("/results/0/profileId").asText();
    }

    private static JsonNode household(String id) {
        HttpResponse<String> answer = hub.get("/api/v1/profiles/" + id + "/household");
        assertThat(answer.statusCode()).isEqualTo(200);
        return json(answer);
    }
}
