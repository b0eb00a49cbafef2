package dev.musubi.connectors.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.connectors.csv.UnreadableFile;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeaversTest {
    private static final Instant DAY = Instant.parse("2026-11-02T00:00:00Z");
    private static final Leavers TENTH = new Leavers(new BigDecimal("0.1"), 10);

    @Test
    void exactlyTheShareIsBelieved() {
        assertThatCode(() -> TENTH.check(census(90, 10), "m.csv")).doesNotThrowAnyException();
    }

    @Test
    void oneMoreIsNot() {
        assertThatThrownBy(() -> TENTH.check(census(89, 11), "m.csv"))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageStartingWith(
                        "11 of 100 members would be gone, more than max-gone allows (10%)");
    }

    @Test
    void ofFewMembersAnyShareIsBelievedButAll() {
        assertThatCode(() -> TENTH.check(census(1, 8), "m.csv")).doesNotThrowAnyException();
        assertThatThrownBy(() -> TENTH.check(census(0, 1), "m.csv"))
                .isInstanceOf(UnreadableFile.class);
    }

    @Test
    void aFirstFileWithoutMembersIsBelieved() {
        assertThatCode(() -> TENTH.check(census(0, 0), "m.csv")).doesNotThrowAnyException();
    }

    @Test
    void aConfirmedNameIsBelievedAnything() {
        assertThatCode(() -> TENTH.check(census(0, 100), "m.confirmed.csv.gz"))
                .doesNotThrowAnyException();
        assertThat(Leavers.isConfirmed("m.csv.confirmed")).isTrue();
        assertThat(Leavers.isConfirmed("confirmed.csv")).isFalse();
        assertThat(Leavers.isConfirmed("m.unconfirmed.csv")).isFalse();
    }

    /** Of a file that has so many known members and lacks so many. */
    private static Census census(int there, int gone) {
        var census = new Census(DAY, Instant.EPOCH);
        var member = Masters.member(Masters.row("M1", "090-1111-2222", "1"));
        var known = new Known(member.key(), "M1", "", new TreeMap<>(), DAY, DAY, DAY, false);
        for (var i = 0; i < there; i++) {
            census.member(new Group(member.key(), member, 2, new byte[0], 0), known);
        }
        for (var i = 0; i < gone; i++) {
            census.missing(known);
        }
        return census;
    }
}
