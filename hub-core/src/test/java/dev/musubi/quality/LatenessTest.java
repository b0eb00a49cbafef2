package dev.musubi.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.quality.Lateness.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatenessTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void anEventIsInTheFirstBucketThatHoldsIt() {
        assertThat(
                        List.of("PT0S", "PT1S", "PT1.001S", "PT60S", "PT1H", "P1D", "PT24H0.001S")
                                .stream()
                                .map(t -> Bucket.of(Duration.parse(t))))
                .containsExactly(
                        Bucket.SECOND,
                        Bucket.SECOND,
                        Bucket.TEN_SECONDS,
                        Bucket.MINUTE,
                        Bucket.HOUR,
                        Bucket.DAY,
                        Bucket.BEYOND);
    }

    @Test
    void aClockThatRunsAheadALittleIsOnTimeAndMuchIsAhead() {
        assertThat(Bucket.of(Duration.ofMinutes(-5))).isEqualTo(Bucket.SECOND);
        assertThat(Bucket.of(Duration.ofMinutes(-5).minusMillis(1))).isEqualTo(Bucket.AHEAD);
    }

    @Test
    void aPercentileIsTheBucketOfTheNearestRank() {
        Lateness twenty = times(19, Duration.ZERO).plus(times(1, Duration.ofHours(1)));
        Lateness nineteen = times(18, Duration.ZERO).plus(times(1, Duration.ofHours(1)));

        assertThat(twenty.percentile(95)).isEqualTo(Bucket.SECOND);
        assertThat(nineteen.percentile(95)).isEqualTo(Bucket.HOUR);
        assertThat(nineteen.percentile(50)).isEqualTo(Bucket.SECOND);
        assertThat(nineteen.percentile(100)).isEqualTo(Bucket.HOUR);
        assertThat(times(1, Duration.ofDays(2)).percentile(1)).isEqualTo(Bucket.BEYOND);
        assertThat(times(1, Duration.ofDays(2)).percentile(1).upTo()).isNull();
    }

    @Test
    void whatIsAheadSaysNothingOfHowLateTheOthersAre() {
        Lateness ahead = times(100, Duration.ofHours(-1));

        assertThat(ahead.percentile(95)).isNull();
        assertThat(ahead.known()).isZero();
        assertThat(ahead.in(Bucket.AHEAD)).isEqualTo(100);
        assertThat(ahead.plus(times(1, Duration.ofSeconds(5))).percentile(95))
                .isEqualTo(Bucket.TEN_SECONDS);
        assertThat(Lateness.NONE.percentile(50)).isNull();
    }

    @Test
    void backFillIsCountedAndNotLate() {
        Counts counts = Counts.of(new Taken("s", NOON.minusSeconds(9999), NOON, true, false, true));

        assertThat(counts).isEqualTo(new Counts(1, 1, 0, Lateness.NONE));
    }

    @Test
    void theShareIsOfWhatCanHaveAPerson() {
        assertThat(new Counts(10, 3, 4, Lateness.NONE).personShare()).hasValue(0.5);
        assertThat(new Counts(4, 0, 4, Lateness.NONE).personShare()).isEmpty();
    }

    @Test
    void sumsAreBySourceAndByTheDayOnWhichEventsWereTaken() {
        Sums sums = new Sums();
        Instant night = Instant.parse("2026-11-22T23:59:59.999Z");
        sums.add(new Taken("a", NOON, night, true, false, false));
        sums.add(new Taken("a", NOON, night.plusMillis(1), false, false, false));
        sums.add(new Taken("b", NOON, NOON, false, true, false));
        sums.add(new Taken("a", NOON, NOON, false, false, false));

        assertThat(
                        sums.byDay().entrySet().stream()
                                .map(e -> e.getKey() + " " + e.getValue().events()))
                .containsExactly(
                        "Day[source=a, day=2026-11-22] 2",
                        "Day[source=a, day=2026-11-23] 1",
                        "Day[source=b, day=2026-11-22] 1");
        assertThat(sums.newest()).containsEntry("a", night.plusMillis(1)).containsEntry("b", NOON);
    }

    private static Lateness times(int times, Duration late) {
        Lateness sum = Lateness.NONE;
        for (int i = 0; i < times; i++) {
            sum = sum.plus(Lateness.of(late));
        }
        return sum;
    }
}
