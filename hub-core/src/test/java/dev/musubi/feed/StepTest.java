package dev.musubi.feed;

import static dev.musubi.feed.Change.Type.CHANGED;
import static dev.musubi.feed.Change.Type.CREATED;
import static dev.musubi.feed.Change.Type.MERGED;
import static dev.musubi.feed.Change.Type.SPLIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {

    private static final Instant NOW = Instant.parse("2026-11-22T01:15:30Z");

    private final Step step = new Step(NOW, 100);

    @Test
    void ofSeveralWritesOfOneProfileTheLastStandsInItsPlace() {
        step.add(write(CHANGED, "a", 1));
        step.add(write(CHANGED, "b", 7));
        step.add(write(CHANGED, "a", 2));

        assertThat(step.changes()).containsExactly(write(CHANGED, "b", 7), write(CHANGED, "a", 2));
    }

    @Test
    void whatWasCreatedAndChangedAtOnceWasCreated() {
        step.add(write(CREATED, "a", 1));
        step.add(write(CHANGED, "a", 2));
        step.add(write(CHANGED, "a", 3));

        assertThat(step.changes()).containsExactly(write(CREATED, "a", 3));
    }

    @Test
    void mergesAndSplitsAllStayAndNothingOfThoseTheyNameMovesAcross() {
        Change merge = notice(MERGED, "a", "b");
        Change split = notice(SPLIT, "a", "b");
        step.add(write(CREATED, "a", 1));
        step.add(write(CREATED, "b", 1));
        step.add(write(CREATED, "c", 1));
        step.add(merge);
        step.add(write(CHANGED, "a", 2));
        step.add(split);
        step.add(write(CHANGED, "a", 3));
        step.add(write(CHANGED, "b", 3));
        step.add(write(CHANGED, "c", 2));

        assertThat(step.changes())
                .containsExactly(
                        write(CREATED, "a", 1),
                        write(CREATED, "b", 1),
                        merge,
                        write(CHANGED, "a", 2),
                        split,
                        write(CHANGED, "a", 3),
                        write(CHANGED, "b", 3),
                        write(CREATED, "c", 2));
    }

    @Test
    void timesNeverGoBack() {
        step.add(Change.written(CHANGED, "a", 1, NOW.minusSeconds(5)));
        step.add(Change.written(CHANGED, "b", 1, NOW.plusSeconds(5)));
        step.add(Change.written(CHANGED, "c", 1, NOW.plusSeconds(2)));

        assertThat(step.changes())
                .extracting(Change::at)
                .containsExactly(NOW, NOW.plusSeconds(5), NOW.plusSeconds(5));
        assertThat(step.at()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void itIsFullByWhatItTook() {
        Step small = new Step(NOW, 2);
        small.add(write(CHANGED, "a", 1));
        assertThat(small.hasRoom()).isTrue();
        small.add(write(CHANGED, "a", 2));

        assertThat(small.hasRoom()).isFalse();
        assertThat(small.changes()).hasSize(1);
    }

    private static Change write(Change.Type type, String profile, long version) {
        return Change.written(type, profile, version, NOW);
    }

    private static Change notice(Change.Type type, String profile, String other) {
        return new Change(type, profile, null, List.of(other), "operator", "me", "d-1", NOW);
    }
}
