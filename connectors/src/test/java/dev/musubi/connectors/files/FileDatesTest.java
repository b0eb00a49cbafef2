package dev.musubi.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.connectors.files.FileAccount.FileDate;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class FileDatesTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final Instant MODIFIED = Instant.parse("2026-11-20T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void theDateInTheNameWins() {
        var dates = dates("sales-(\\d{8})", FileDate.From.MODIFIED);

        assertThat(dates.date("sales-20261121.csv", MODIFIED, NOW))
                .isEqualTo("2026-11-20T15:00:00Z");
    }

    @Test
    void aNameWithoutADateFallsBack() {
        assertThat(dates("sales-(\\d{8})", FileDate.From.MODIFIED).date("x.csv", MODIFIED, NOW))
                .isEqualTo(MODIFIED);
        assertThat(
                        dates("sales-(\\d{8})", FileDate.From.MODIFIED)
                                .date("sales-20261399.csv", MODIFIED, NOW))
                .isEqualTo(MODIFIED);
        assertThat(dates(null, FileDate.From.RECEIVED).date("x.csv", MODIFIED, NOW)).isEqualTo(NOW);
    }

    @Test
    void aDateToComeIsNow() {
        assertThat(dates(null, FileDate.From.MODIFIED).date("x", NOW.plusSeconds(9), NOW))
                .isEqualTo(NOW);
    }

    private static FileDates dates(
            @org.jspecify.annotations.Nullable String name, FileDate.From from) {
        return new FileDates(new FileDate(name, "uuuuMMdd", from), TOKYO);
    }
}
