package dev.musubi.access;

import static dev.musubi.testing.WebHub.as;
import static dev.musubi.testing.WebHub.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.platform.Json;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a key without {@code profiles:sensitive} sees of a person, in every answer. */
class MaskedAnswersTest {

    private static final String[] SECRETS = {
        "hanako.sato",
        "9012345678",
        "L-55512345",
        "tok_visa_98765432",
        "1990-04-01",
        "104-0061",
        "Ginza 4-1-2"
    };

    private static WebHub hub;
    private static String reader;
    private static String profile;

    @BeforeAll
    static void aPersonWithEverythingThatIsMasked() {
        hub = WebHub.start(Map.of());
        reader = hub.key("{\"name\":\"r\",\"scopes\":[\"profiles:read\"]}");
        String order =
                Json.write(
                        EventBuilder.anOrder("o-1", "10")
                                .ofVerified("email", "hanako.sato@example.jp")
                                .ofVerified("phone", "+819012345678")
                                .of("loyalty_id", "L-55512345")
                                .of("payment_token", "tok_visa_98765432")
                                .trait("familyName", "佐藤")
                                .trait("birthDate", "1990-04-01")
                                .trait("postcode", "104-0061")
                                .trait("street", "Ginza 4-1-2")
                                .with("note", "hanako.sato@example.jp asks for a bag")
                                .build());
        String consent =
                Json.write(
                        EventBuilder.anEvent("consent.changed")
                                .ofVerified("email", "hanako.sato@example.jp")
                                .with("purpose", "marketing")
                                .with("channel", "email")
                                .with("contactPoint", "hanako.sato@example.jp")
                                .with("decision", "granted")
                                .build());
        profile =
                json(hub.post(
                                "/api/v1/events?wait=applied",
                                "{\"events\":[" + order + "," + consent + "]}"))
                        .at("/results/0/profileId")
                        .asText();
    }

    @AfterAll
    static void theContractHeld() {
        assertThat(hub.contract().violations()).isEmpty();
        hub.close();
    }

    @Test
    void noAnswerGivesAPersonAway() {
        for (String path :
                new String[] {
                    "",
                    "/timeline",
                    "/orders",
                    "/identity",
                    "/permissions?purpose=marketing&channel=email",
                    "/permissions?purpose=marketing&channel=sms"
                }) {
            HttpResponse<String> answer = hub.get("/api/v1/profiles/" + profile + path, as(reader));

            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).doesNotContain(SECRETS);
        }
    }

    @Test
    void namesAreShownAndWhatIsMaskedCanBeToldFromNothing() {
        assertThat(hub.get("/api/v1/profiles/" + profile, as(reader)).body())
                .contains("佐藤", "h***@example.jp", "***5678");
    }

    @Test
    void anExactLookUpStaysPossible() {
        HttpResponse<String> found =
                hub.get("/api/v1/profiles?identifier=email:hanako.sato@example.jp", as(reader));

        assertThat(json(found).path("id").asText()).isEqualTo(profile);
        assertThat(found.body()).doesNotContain(SECRETS);
    }

    @Test
    void aLookUpOfManyTellsNoMoreThanWasAsked() {
        String asked = "{\"identifiers\":[\"loyalty_id:L-55512345\"]}";

        String found = hub.post("/api/v1/profiles/lookup", asked, as(reader)).body();

        assertThat(found).contains("佐藤").containsOnlyOnce("L-55512345");
        assertThat(found.replace("L-55512345", "")).doesNotContain(SECRETS);
    }

    @Test
    void whoMaySeesAllOfIt() {
        assertThat(hub.get("/api/v1/profiles/" + profile).body())
                .contains("hanako.sato@example.jp", "1990-04-01", "Ginza 4-1-2");
        assertThat(hub.get("/api/v1/profiles/" + profile + "/timeline").body())
                .contains("hanako.sato@example.jp asks for a bag");
    }
}
