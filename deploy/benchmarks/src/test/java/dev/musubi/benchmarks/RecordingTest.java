package dev.musubi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

    @TempDir Path folder;

    @Test
    void aRecordingTellsWhoWasBusyAndWhoWaited() throws Exception {
        Path file = folder.resolve("some.jfr");
        try (jdk.jfr.Recording recording = new jdk.jfr.Recording()) {
            recording.enable("jdk.CPUTimeSample").with("throttle", "10ms");
            recording.enable("jdk.ThreadPark").withThreshold(Duration.ofMillis(1)).withStackTrace();
            recording.start();
            Thread busy = Thread.ofPlatform().name("busy-7").start(RecordingTest::work);
            Thread idle =
                    Thread.ofPlatform()
                            .name("idle-8")
                            .start(() -> LockSupport.parkNanos(100_000_000));
            busy.join();
            idle.join();
            recording.stop();
            recording.dump(file);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Recording.of(file).print(new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("| busy | ", "| RecordingTest.work | ", "| ThreadPark · idle · ");
    }

    private static void work() {
        long end = System.nanoTime() + 700_000_000L;
        double sum = 0;
        while (System.nanoTime() < end) {
            for (int i = 1; i < 10_000; i++) {
                sum += Math.sqrt(i) / (sum + 1);
            }
        }
        assertThat(sum).isPositive();
    }
}
