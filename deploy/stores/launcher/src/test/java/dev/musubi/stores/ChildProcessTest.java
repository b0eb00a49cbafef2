package dev.musubi.stores;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ChildProcessTest {

    @TempDir Path folder;
    private Process sleeper;

    @BeforeEach
    void startSleeper() throws IOException {
        sleeper = new ProcessBuilder("sleep", "120").start();
    }

    @AfterEach
    void endSleeper() {
        sleeper.destroyForcibly();
    }

    @Test
    void aLeftOverIsEndedByTheNoteAboutIt() throws Exception {
        note(sleeper.pid(), startOf(sleeper));

        ChildProcess.stopLeftOver(folder);

        assertThat(sleeper.waitFor(5, SECONDS)).isTrue();
        assertThat(folder.resolve("child")).doesNotExist();
    }

    @Test
    void aStrangerWhoWasGivenTheSameProcessIdIsLeftAlone() throws Exception {
        note(sleeper.pid(), startOf(sleeper).minusSeconds(60));

        ChildProcess.stopLeftOver(folder);

        assertThat(sleeper.isAlive()).isTrue();
    }

    @Test
    void aLeftOverIsKnownAfterTheClockWasSetRight() throws Exception {
        note(sleeper.pid(), startOf(sleeper).plusMillis(900));

        assertThat(ChildProcess.running(folder)).map(ProcessHandle::pid).hasValue(sleeper.pid());
    }

    @Test
    @Timeout(20)
    void aZombieThatNobodyCollectsHoldsNothingUp() throws Exception {
        Process parent =
                new ProcessBuilder("sh", "-c", "sleep 0.1 & echo $!; exec sleep 120").start();
        try {
            ProcessHandle zombie =
                    ProcessHandle.of(Long.parseLong(parent.inputReader().readLine())).orElseThrow();
            Instant start = zombie.info().startInstant().orElseThrow();
            await("the child has ended and is not collected")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> stateOf(zombie) == 'Z');
            note(zombie.pid(), start);

            assertThat(ChildProcess.running(folder)).isEmpty();
            ChildProcess.terminate(zombie);
        } finally {
            parent.destroyForcibly();
        }
    }

    private void note(long pid, Instant start) throws IOException {
        Files.writeString(folder.resolve("child"), pid + " " + start.toEpochMilli());
    }

    private static Instant startOf(Process process) {
        return process.info().startInstant().orElseThrow();
    }

    private static char stateOf(ProcessHandle handle) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }
}
