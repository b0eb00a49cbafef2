package dev.musubi.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BlockedTest {

    private static final Blocked NOTHING = new Blocked(Set.of(), List.of(), Set.of(), Map.of());

    private static Normalizer normalizer(Blocked blocked) {
        return new Normalizer(new Spelling("JP"), blocked);
    }

    @Test
    void anEmptyValueIdentifiesNobodyWhateverTheRulesSay() {
        assertThat(normalizer(NOTHING).normalize(IdentifierType.CUSTOMER_ID, " ")).isEmpty();
        assertThat(normalizer(NOTHING).normalize(IdentifierType.LOYALTY_ID, "- -")).isEmpty();
        assertThat(normalizer(NOTHING).normalize(IdentifierType.LOYALTY_ID, "guest"))
                .contains("GUEST");
    }

    @Test
    void theShopsOwnNumberIsBlockedInEverySpelling() {
        Normalizer normalizer =
                normalizer(
                        new Blocked(
                                Set.of(),
                                List.of(),
                                Set.of(),
                                Map.of(IdentifierType.PHONE, Set.of("+81312345678"))));

        assertThat(List.of("03-1234-5678", "+81 3 1234 5678", "０３１２３４５６７８"))
                .allSatisfy(
                        raw ->
                                assertThat(normalizer.normalize(IdentifierType.PHONE, raw))
                                        .isEmpty());
        assertThat(normalizer.normalize(IdentifierType.PHONE, "03-1234-5679")).isPresent();
    }

    @Test
    void aPatternMeetsTheValueAsSentAndInItsOneSpelling() {
        Normalizer normalizer =
                normalizer(
                        new Blocked(
                                Set.of(),
                                List.of(Pattern.compile("TMP[0-9]+"), Pattern.compile("x-.*")),
                                Set.of(),
                                Map.of()));

        assertThat(normalizer.normalize(IdentifierType.LOYALTY_ID, "tmp-001")).isEmpty();
        assertThat(normalizer.normalize(IdentifierType.LOYALTY_ID, "x-001")).isEmpty();
        assertThat(normalizer.normalize(IdentifierType.LOYALTY_ID, "y-001")).contains("Y001");
    }

    @Test
    void aPatternThatWouldTakeForeverOnAValueMadeForItDropsTheValue() {
        Blocked blocked =
                new Blocked(Set.of(), List.of(Pattern.compile("(.*a){20}b")), Set.of(), Map.of());

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () ->
                        assertThat(
                                        normalizer(blocked)
                                                .normalize(
                                                        IdentifierType.CUSTOMER_ID, "a".repeat(40)))
                                .isEmpty());
        assertThat(normalizer(blocked).normalize(IdentifierType.CUSTOMER_ID, "7")).contains("7");
    }

    @Test
    void aKioskIsASourceOrAPatternOfSources() {
        Kiosks kiosks = new Kiosks(List.of("tablet:*", "pos:ginza-kiosk"));

        assertThat(List.of("tablet:", "tablet:ginza-1", "pos:ginza-kiosk"))
                .allMatch(kiosks::contains);
        assertThat(List.of("tablet", "my-tablet:1", "pos:ginza-kiosk-2", "posxginza-kiosk"))
                .noneMatch(kiosks::contains);
    }
}
