package dev.musubi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    private static final String STAT =
            "71 (conn (12) 34) S 1 71 71 0 -1 4194560 1205 0 3 0 250 50 0 0 20 0 40 0 99 1 2 3";

    @Test
    void threadsOfOneKindAreOneGroup() {
        assertThat(Threads.group("7 (conn1234) S 1")).isEqualTo("conn");
        assertThat(Threads.group("7 (ForkJoinPool-1-) S 1")).isEqualTo("ForkJoinPool");
        assertThat(Threads.group("7 (people-0) S 1")).isEqualTo("people");
        assertThat(Threads.group("7 (GC Thread#1) S 1")).isEqualTo("GC Thread");
        assertThat(Threads.group("7 (C2 CompilerThre) S 1")).isEqualTo("C2 CompilerThre");
        assertThat(Threads.group("7 (42) S 1")).isEqualTo("42");
    }

    @Test
    void timeIsUserAndSystemWhateverStandsInTheName() {
        assertThat(Threads.seconds(STAT)).isEqualTo(3.0);
    }

    @Test
    void whatWasUsedBetweenIsTheDifferenceTheMostFirst() {
        Map<String, Double> used =
                Threads.between(
                        Map.of("conn", 10.0, "idle", 5.0),
                        Map.of("conn", 11.0, "idle", 5.0, "fresh", 3.0));

        assertThat(used).containsExactly(Map.entry("fresh", 3.0), Map.entry("conn", 1.0));
    }

    @Test
    void theCostOfAnEventIsWhatWasUsedSinceOverTheEvents() {
        Cost cost =
                Cost.of(
                        Map.of("hub", Duration.ofSeconds(10), "mongod", Duration.ofSeconds(20)),
                        Map.of("hub", Duration.ofSeconds(11), "mongod", Duration.ofSeconds(23)),
                        20_000);

        assertThat(cost.micros()).isEqualTo(Map.of("hub", 50.0, "mongod", 150.0));
        assertThat(cost.applying()).isEqualTo(200);
    }

    @Test
    void aCostWithoutItsProcessesIsNotKnownRatherThanNothing() {
        Cost cost = Cost.of(Map.of(), Map.of(), 10);

        assertThat(cost.known()).isFalse();
        assertThat(cost.words()).isEqualTo("not known: the processes are not ours");
    }
}
