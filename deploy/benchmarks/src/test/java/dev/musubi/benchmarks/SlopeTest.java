package dev.musubi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlopeTest {

    @Test
    void pointsOnALineGiveThatLine() {
        Slope slope = Slope.of(new double[] {0, 1, 2, 5}, new double[] {3, 5, 7, 13});

        assertThat(slope).isEqualTo(new Slope(2, 3));
    }

    @Test
    void noiseAroundALevelHasNoSlope() {
        Slope slope = Slope.of(new double[] {0, 1, 2, 3, 4}, new double[] {7, 3, 5, 3, 7});

        assertThat(slope.perSecond()).isCloseTo(0, within(1e-9));
        assertThat(slope.atStart()).isCloseTo(5, within(1e-9));
    }

    @Test
    void onePointIsNoLine() {
        assertThatThrownBy(() -> Slope.of(new double[] {1}, new double[] {1}))
                .hasMessage("a line wants two points, came 1");
    }

    @Test
    void aBacklogThatGrowsByTenASecondDoesNotStand() {
        Backlog backlog = Backlog.of(standings(60, 10));

        assertThat(backlog).isEqualTo(new Backlog(10, 600, 600, 0.5, 1.5, 60));
        assertThat(backlog.stands(500, 1)).isFalse();
        assertThat(backlog.stands(600, 1)).isTrue();
    }

    @Test
    void aBacklogThatIsLargeAtTheEndDoesNotStandHoweverFlat() {
        List<Standing> level =
                List.of(
                        new Standing(0, 0, 0, 0, 0, 0),
                        new Standing(1, 4_000, 0, 0, 4, 0),
                        new Standing(60_000_000_000L, 8_000, 4_000, 0, 4, 0));

        assertThat(Backlog.of(level).stands(1_000, 60)).isFalse();
        assertThat(Backlog.of(level).stands(2_000, 60)).isTrue();
    }

    @Test
    void whatIsDeadDoesNotWait() {
        Standing before = new Standing(0, 100, 90, 10, 0, 0);
        Standing after = new Standing(1, 250, 190, 35, 0, 0);

        assertThat(after.backlogSince(before)).isEqualTo(25);
    }

    private static List<Standing> standings(int seconds, int growth) {
        return IntStream.rangeClosed(0, seconds)
                .mapToObj(
                        s ->
                                new Standing(
                                        s * 1_000_000_000L,
                                        50 + 100.0 * s,
                                        50 + (100.0 - growth) * s,
                                        0,
                                        0.5,
                                        1.5))
                .toList();
    }
}
