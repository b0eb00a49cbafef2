package dev.musubi.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.platform.Json;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.WebHub;
import dev.musubi.testing.WebHub.Answer;
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
    static void start() {
        hub = WebHub.start();
        reader =
                hub.post("/api/v1/keys", "{\"name\":\"r\",\"scopes\":[\"profiles:read\"]}")
                        .expect(201)
                        .json()
                        .path("secret")
                        .asText();
        String events =
                "{\"events\":["
                        + Json.write(
                                EventBuilder.anOrder("o-1", "10")
                                        .ofVerified("email", "hanako.sato@example.jp")
                                        .ofVerified("phone", "+819012345678")
                                        .of("loyalty_id", "L-55512345")
                                        .of("payment_token", "tok_visa_98765432")
                                        .trait("familyName", "佐藤")
                                        .trait("birthDate", "1990-04-01")
                                        .trait("postcode", "104-0061")
                                        .trait("street", "Ginza 4-1-2")
                                        .with("note", "hanako.sato asks for a bag")
                                        .build())
                        + ","
                        + Json.write(
                                EventBuilder.anEvent("consent.changed")
                                        .ofVerified("email", "hanako.sato@example.jp")
                                        .with("purpose", "marketing")
                                        .with("channel", "email")
                                        .with("contactPoint", "hanako.sato@example.jp")
                                        .with("decision", "granted")
                                        .build())
                        + "]}";
        profile =
                hub.post("/api/v1/events?wait=applied", events)
                        .expect(202)
                        .json()
                        .at("/results/0/profileId")
                        .asText();
    }

    @AfterAll
    static void nothingWasOutsideTheContract() {
        assertThat(hub.breaches()).isEmpty();
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
                    "/permissions?purpose=marketing&channel=email"
                }) {
            Answer masked = masked("/api/v1/profiles/" + profile + path);

            assertThat(masked.expect(200).text()).as(path).doesNotContain(SECRETS);
        }
        assertThat(masked("/api/v1/profiles/" + profile).text()).contains("佐藤", "***");
    }

    @Test
    void anExactLookUpStaysPossible() {
        Answer found = masked("/api/v1/profiles?identifier=email:hanako.sato@example.jp");

        assertThat(found.expect(200).json().path("id").asText()).isEqualTo(profile);
        assertThat(found.text()).doesNotContain(SECRETS);
    }

    @Test
    void whoMaySeesAllOfIt() {
        assertThat(hub.get("/api/v1/profiles/" + profile).expect(200).text())
                .contains("hanako.sato@example.jp", "1990-04-01", "Ginza 4-1-2");
        assertThat(hub.get("/api/v1/profiles/" + profile + "/timeline").expect(200).text())
                .contains("hanako.sato asks for a bag");
    }

    @Test
    void whatIsSeenHasATagOfItsOwn() {
        String all = hub.get("/api/v1/profiles/" + profile).header("ETag");

        assertThat(masked("/api/v1/profiles/" + profile).header("ETag")).isNotEqualTo(all);
    }

    private static Answer masked(String path) {
        return hub.send(hub.request(path).setHeader("Authorization", "Bearer " + reader).GET());
    }
}
