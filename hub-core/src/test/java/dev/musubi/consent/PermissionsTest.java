package dev.musubi.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.consent.Permission.Reason;
import dev.musubi.consent.Suppression.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PermissionsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String POINT = "email:a@b.jp";

    @Test
    void silenceMeansNoForMarketingAndForPurposesNobodyKnows() {
        assertThat(decide("marketing", null)).isEqualTo(Reason.NO_CONSENT);
        assertThat(decide("profiling", null)).isEqualTo(Reason.NO_CONSENT);
        assertThat(decide("astrology", null)).isEqualTo(Reason.NO_CONSENT);
        assertThat(allowed("astrology", null)).isFalse();
    }

    @Test
    void aReceiptMayBeSentWithoutConsentUnlessItIsDenied() {
        assertThat(allowed("transactional", null)).isTrue();
        assertThat(allowed("transactional", null, denied("transactional", POINT, 1))).isFalse();
    }

    @Test
    void theNewestDecisionCountsAndATieDenies() {
        assertThat(allowed("marketing", null, granted(POINT, 2), denied("marketing", POINT, 1)))
                .isTrue();
        assertThat(allowed("marketing", null, granted(POINT, 1), denied("marketing", POINT, 2)))
                .isFalse();
        Decision tie = Decision.inForce(granted(POINT, 1), denied("marketing", POINT, 1));
        assertThat(tie.granted()).isFalse();
        assertThat(allowed("marketing", null, granted(POINT, 1), denied("marketing", POINT, 1)))
                .isFalse();
    }

    @Test
    void aDenialEverywhereTakesBackOlderGrantsOfEachPoint() {
        assertThat(allowed("marketing", null, granted(POINT, 1), denied("marketing", "*", 2)))
                .isFalse();
        assertThat(allowed("marketing", null, granted(POINT, 3), denied("marketing", "*", 2)))
                .isTrue();
    }

    @Test
    void aGrantEverywhereNeverLiftsADenialOfThePointItself() {
        assertThat(allowed("marketing", null, denied("marketing", POINT, 1), granted("*", 2)))
                .isFalse();
    }

    @Test
    void aGrantEndsByItselfWithoutAnEvent() {
        Decision ended =
                new Decision(
                        new ConsentKey("marketing", "email", POINT),
                        true,
                        NOW.minus(Duration.ofDays(2)),
                        NOW,
                        "s|1");
        assertThat(decide("marketing", null, ended)).isEqualTo(Reason.EXPIRED);
        assertThat(allowed("marketing", null, ended)).isFalse();
    }

    @Test
    void anUnsubscribeBlocksMarketingUntilANewerGrantAndLetsReceiptsThrough() {
        Suppression unsubscribed =
                new Suppression("email", POINT, new Mark(at(5), "s|9"), null, null);
        assertThat(decide("marketing", unsubscribed, granted(POINT, 4)))
                .isEqualTo(Reason.UNSUBSCRIBED);
        assertThat(decide("marketing", unsubscribed, granted(POINT, 5)))
                .isEqualTo(Reason.UNSUBSCRIBED);
        assertThat(decide("marketing", unsubscribed, granted(POINT, 6))).isEqualTo(Reason.GRANTED);
        assertThat(allowed("transactional", unsubscribed)).isTrue();
    }

    @Test
    void aHardBounceBlocksEverythingWhateverWasGrantedLater() {
        Suppression bounced = new Suppression("email", POINT, null, null, new Mark(at(5), "s|9"));
        assertThat(decide("marketing", bounced, granted(POINT, 6))).isEqualTo(Reason.BOUNCED);
        assertThat(allowed("transactional", bounced)).isFalse();
    }

    private static Decision granted(String point, int minute) {
        return new Decision(
                new ConsentKey("marketing", "email", point), true, at(minute), null, "s|" + minute);
    }

    private static Decision denied(String purpose, String point, int minute) {
        return new Decision(
                new ConsentKey(purpose, "email", point), false, at(minute), null, "s|" + minute);
    }

    private static Instant at(int minute) {
        return NOW.minus(Duration.ofHours(1)).plus(Duration.ofMinutes(minute));
    }

    private static Reason decide(
            String purpose, @Nullable Suppression suppression, Decision... decisions) {
        return Permissions.decide(purpose, "email", POINT, List.of(decisions), suppression, NOW)
                .reason();
    }

    private static boolean allowed(
            String purpose, @Nullable Suppression suppression, Decision... decisions) {
        return Permissions.decide(purpose, "email", POINT, List.of(decisions), suppression, NOW)
                .allowed();
    }
}
