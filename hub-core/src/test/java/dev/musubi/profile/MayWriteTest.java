package dev.musubi.profile;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.consent.Permission;
import dev.musubi.consent.Permission.Reason;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.testing.EventBuilder;
import dev.musubi.testing.TestHub;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MayWriteTest {

    private static TestHub hub;

    @BeforeAll
    static void start() {
        hub = TestHub.start();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void aKnownPersonWhoSaidNothingMayNotBeWrittenTo() {
        hub.apply(
                anEvent("profile.identified")
                        .of("loyalty_id", "M1")
                        .ofVerified("email", "m1@b.jp")
                        .build());

        assertThat(ask("M1")).extracting(Permission::reason).containsExactly(Reason.NO_CONSENT);
    }

    @Test
    void anUnsubscribeThatCameBeforeThePersonCountsForTheirAddress() {
        hub.apply(anEvent("email.unsubscribed").minute(5).of("email", "m2@b.jp").build());
        hub.apply(
                consent("m2@b.jp", "granted")
                        .minute(4)
                        .of("loyalty_id", "M2")
                        .ofVerified("email", "m2@b.jp")
                        .build());

        assertThat(ask("M2")).extracting(Permission::reason).containsExactly(Reason.UNSUBSCRIBED);
    }

    @Test
    void aNewerGrantLiftsAnUnsubscribeButNotABounce() {
        hub.apply(anEvent("email.unsubscribed").minute(1).of("email", "m3@b.jp").build());
        hub.apply(
                consent("m3@b.jp", "granted")
                        .minute(2)
                        .of("loyalty_id", "M3")
                        .ofVerified("email", "m3@b.jp")
                        .build());
        assertThat(ask("M3")).allMatch(Permission::allowed);

        hub.apply(anEvent("email.bounced").minute(0).of("email", "m3@b.jp").build());

        assertThat(ask("M3")).extracting(Permission::reason).containsExactly(Reason.BOUNCED);
    }

    @Test
    void aSoftBounceSaysNothing() {
        hub.apply(
                consent("m4@b.jp", "granted")
                        .of("loyalty_id", "M4")
                        .ofVerified("email", "m4@b.jp")
                        .build());
        hub.apply(
                anEvent("email.bounced")
                        .minute(9)
                        .with("bounce", "soft")
                        .of("email", "m4@b.jp")
                        .build());

        assertThat(ask("M4")).allMatch(Permission::allowed);
    }

    @Test
    void aDenialSurvivesAMergeInWhicheverPartItStood() {
        hub.apply(consent("m5@b.jp", "denied").minute(3).of("loyalty_id", "M5A").build());
        hub.apply(
                consent("m5@b.jp", "granted")
                        .minute(2)
                        .of("loyalty_id", "M5B")
                        .ofVerified("email", "m5@b.jp")
                        .build());
        assertThat(ask("M5B")).allMatch(Permission::allowed);

        hub.apply(
                anEvent("profile.identified")
                        .of("loyalty_id", "M5A")
                        .of("loyalty_id", "M5B")
                        .build());

        assertThat(ask("M5B")).extracting(Permission::reason).containsExactly(Reason.DENIED);
    }

    private static EventBuilder consent(String address, String decision) {
        return anEvent("consent.changed")
                .with("purpose", "marketing")
                .with("channel", "email")
                .with("contactPoint", address)
                .with("decision", decision);
    }

    private static List<Permission> ask(String card) {
        Profile profile =
                hub.get(Profiles.class)
                        .find(new Identifier(IdentifierType.LOYALTY_ID, null, card, false))
                        .orElseThrow();
        return hub.get(MayWrite.class).ask(profile, "marketing", "email", null);
    }
}
