package dev.musubi.connectors.crm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberRulesTest {
    private static final Instant MONDAY = Instant.parse("2026-11-02T00:00:00Z");
    private static final Instant TUESDAY = MONDAY.plus(Duration.ofDays(1));
    private static final Instant WEDNESDAY = MONDAY.plus(Duration.ofDays(2));
    private static final Instant NEVER = Instant.EPOCH;
    private static final Member GRANTED = Masters.member(Masters.row("M1", "090-1111-2222", "1"));
    private static final Member DENIED = Masters.member(Masters.row("M1", "090-1111-2222", "0"));
    private static final Member MOVED = Masters.member(Masters.row("M1", "090-3333-4444", "1"));
    private static final Member LEFT = Masters.member("M1,,,,,,,,,,退会");

    @Test
    void aNewMemberIsAddedAsOfTheFile() {
        var change = something(MemberRules.change(GRANTED, null, MONDAY, NEVER));

        assertThat(change.kind()).isEqualTo(Change.Kind.ADDED);
        assertThat(change.profile()).isTrue();
        assertThat(change.consents()).isEqualTo(GRANTED.consents());
        assertThat(change.time()).isEqualTo(MONDAY);
    }

    @Test
    void whatIsRepeatedChangesNothingAndIsConfirmedByALaterFile() {
        var known = known(GRANTED, MONDAY);

        assertThat(MemberRules.change(GRANTED, known, MONDAY, NEVER))
                .isEqualTo(new Change.Nothing(null));
        assertThat(MemberRules.change(GRANTED, known, TUESDAY, NEVER))
                .isEqualTo(new Change.Nothing(known.confirmed(TUESDAY, TUESDAY)));
    }

    @Test
    void aNewPhoneRepeatsNoConsent() {
        var change = something(MemberRules.change(MOVED, known(GRANTED, MONDAY), TUESDAY, NEVER));

        assertThat(change.profile()).isTrue();
        assertThat(change.consents()).isEmpty();
        assertThat(change.time()).isEqualTo(TUESDAY);
    }

    @Test
    void aConsentThatChangesBackAndForthIsSaidEachTime() {
        var granted = known(GRANTED, MONDAY);
        var denied = something(MemberRules.change(DENIED, granted, TUESDAY, NEVER));
        var again = something(MemberRules.change(GRANTED, denied.next(), WEDNESDAY, NEVER));

        assertThat(denied.consents()).isEqualTo(DENIED.consents());
        assertThat(denied.profile()).isFalse();
        assertThat(again.consents()).isEqualTo(GRANTED.consents());
        assertThat(again.time()).isAfter(denied.time());
    }

    @Test
    void aDenialThatStillHasTheDateOfTheGrantIsDatedAsTheRow() {
        var dated = new Member.Consent("marketing", "email", true, MONDAY);
        var known = known(saying(GRANTED, dated), MONDAY);
        var denied = new Member.Consent("marketing", "email", false, MONDAY);

        var change = something(MemberRules.change(saying(GRANTED, denied), known, TUESDAY, NEVER));

        assertThat(change.consents())
                .containsExactly(new Member.Consent("marketing", "email", false, null));
        assertThat(change.time()).isEqualTo(TUESDAY);
    }

    @Test
    void aSilentCellKeepsWhatWasSaid() {
        var silent = Masters.member(Masters.row("M1", "090-3333-4444", ""));
        var change = something(MemberRules.change(silent, known(DENIED, MONDAY), TUESDAY, NEVER));

        assertThat(change.consents()).isEmpty();
        assertThat(change.next().consents()).containsEntry("marketing|email", false);
    }

    @Test
    void anOlderFileChangesNothing() {
        assertThat(MemberRules.change(MOVED, known(GRANTED, TUESDAY), MONDAY, NEVER))
                .isEqualTo(new Change.Older());
    }

    @Test
    void aFullFileConfirmsAllThatItHolds() {
        assertThat(MemberRules.change(MOVED, known(GRANTED, MONDAY), TUESDAY, WEDNESDAY))
                .isEqualTo(new Change.Older());
    }

    @Test
    void updatedAtDecidesBeforeTheDateOfTheFile() {
        var known = known(updated(GRANTED, TUESDAY), TUESDAY);

        assertThat(MemberRules.change(updated(MOVED, MONDAY), known, WEDNESDAY, NEVER))
                .isEqualTo(new Change.Older());
        assertThat(
                        something(
                                        MemberRules.change(
                                                updated(MOVED, WEDNESDAY), known, MONDAY, NEVER))
                                .time())
                .isEqualTo(WEDNESDAY);
    }

    @Test
    void aChangeThatTheCrmDidNotDateComesAfterWhatIsKnown() {
        var known = known(updated(GRANTED, MONDAY), TUESDAY);

        var change =
                something(MemberRules.change(updated(DENIED, MONDAY), known, WEDNESDAY, NEVER));

        assertThat(change.consents()).isEqualTo(DENIED.consents());
        assertThat(change.time()).isEqualTo(MONDAY.plusMillis(1));
    }

    @Test
    void whoLeavesLeavesOnceAndTheirContactsAreNotSaidAnew() {
        var left = something(MemberRules.change(LEFT, known(GRANTED, MONDAY), TUESDAY, NEVER));

        assertThat(left.kind()).isEqualTo(Change.Kind.LEFT);
        assertThat(left.leaves()).isTrue();
        assertThat(left.profile()).isFalse();
        assertThat(MemberRules.change(LEFT, left.next(), WEDNESDAY, NEVER))
                .isInstanceOf(Change.Nothing.class);
    }

    @Test
    void whoIsGoneAndComesBackIsAdded() {
        var known = known(updated(GRANTED, MONDAY), MONDAY);
        assertThat(MemberRules.isGone(known, TUESDAY, MONDAY)).isTrue();
        var gone = MemberRules.gone(known, TUESDAY);

        assertThat(gone.left()).isTrue();
        assertThat(MemberRules.isGone(gone, WEDNESDAY, TUESDAY)).isFalse();
        var back =
                something(MemberRules.change(updated(GRANTED, MONDAY), gone, WEDNESDAY, TUESDAY));
        assertThat(back.kind()).isEqualTo(Change.Kind.ADDED);
        assertThat(back.profile()).isTrue();
        assertThat(back.consents()).isEmpty();
    }

    @Test
    void aFullFileOlderThanWhatIsKnownSaysNobodyGone() {
        assertThat(MemberRules.isGone(known(GRANTED, TUESDAY), MONDAY, NEVER)).isFalse();
        assertThat(MemberRules.isGone(known(GRANTED, MONDAY), MONDAY, WEDNESDAY)).isFalse();
    }

    @Test
    void ofTwoRowsTheNewerHoldsElseTheLower() {
        assertThat(MemberRules.newest(GRANTED, DENIED)).isSameAs(DENIED);
        var newer = updated(GRANTED, TUESDAY);
        assertThat(MemberRules.newest(newer, updated(DENIED, MONDAY))).isSameAs(newer);
    }

    private static Known known(Member member, Instant asOf) {
        return something(MemberRules.change(member, null, asOf, NEVER)).next();
    }

    private static Member saying(Member member, Member.Consent consent) {
        return new Member(
                member.key(),
                member.identifiers(),
                member.traits(),
                member.updatedAt(),
                List.of(consent),
                member.left());
    }

    private static Member updated(Member member, Instant at) {
        return new Member(
                member.key(),
                member.identifiers(),
                member.traits(),
                at,
                List.copyOf(member.consents()),
                member.left());
    }

    private static Change.Something something(Change change) {
        assertThat(change).isInstanceOf(Change.Something.class);
        return (Change.Something) change;
    }
}
