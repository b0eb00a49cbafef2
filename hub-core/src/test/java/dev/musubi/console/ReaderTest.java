package dev.musubi.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Reader TOKYO = new Reader(Locale.JAPAN, ZoneId.of("Asia/Tokyo"), NOW);
    private static final Reader LONDON = new Reader(Locale.UK, ZoneId.of("Europe/London"), NOW);

    @Test
    void aTimeIsShownInTheReadersZoneAndForm() {
        OffsetDateTime time = OffsetDateTime.parse("2026-11-21T16:30:00Z");

        assertThat(TOKYO.moment(time)).isEqualTo("2026/11/22 1:30");
        assertThat(LONDON.moment(time)).isEqualTo("21 Nov 2026, 16:30");
    }

    @Test
    void moneyHasTheDecimalsOfItsCurrency() {
        assertThat(TOKYO.money("22000", "JPY")).isEqualTo("￥22,000");
        assertThat(LONDON.money("1234.5", "EUR")).isEqualTo("€1,234.50");
        assertThat(LONDON.money("5", "???")).isEqualTo("5 ???");
    }

    @Test
    void howLongAgoIsSaidInTheGreatestUnit() {
        assertThat(TOKYO.ago(OffsetDateTime.parse("2026-11-19T10:00:00Z"))).isEqualTo("3 日前");
        assertThat(LONDON.ago(OffsetDateTime.parse("2026-11-22T09:30:00Z")))
                .isEqualTo("30 minutes ago");
        assertThat(LONDON.ago(null)).isEqualTo("—");
    }
}
