package dev.musubi.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class SupervisorTest {

    @TempDir Path folder;

    @Test
    void aPortLostAtTheLastMomentIsReplacedByAnother() {
        PortLoser program = new PortLoser(1);

        try (Supervisor supervisor = Supervisor.start(program, folder, Duration.ofSeconds(20))) {
            assertThat(program.ports).hasSize(2).doesNotHaveDuplicates();
            assertThat(supervisor.port()).isEqualTo(program.ports.getLast());
            assertThat(supervisor.facts().running()).isTrue();
        } finally {
            program.close();
        }
    }

    @Test
    void aProgramThatLosesEveryPortIsGivenUp() {
        PortLoser program = new PortLoser(Integer.MAX_VALUE);

        assertThatThrownBy(() -> Supervisor.start(program, folder, Duration.ofSeconds(20)))
                .isInstanceOf(StoresException.class)
                .hasMessage("loser ended while starting: its port was taken");
        assertThat(program.ports).hasSize(3).doesNotHaveDuplicates();
        program.close();
    }

    /**
     * Ends at once while somebody else has its port, else sleeps; the first ports are taken from
     * it.
     */
    private static final class PortLoser implements StoreProgram {
        private final int losses;
        private final List<Integer> ports = new ArrayList<>();
        private final List<ServerSocket> thieves = new ArrayList<>();

        PortLoser(int losses) {
            this.losses = losses;
        }

        @Override
        public String name() {
            return "loser";
        }

        @Override
        public void prepare() {}

        @Override
        public List<String> command(int port) throws IOException {
            ports.add(port);
            if (ports.size() > losses) {
                return List.of("sleep", "120");
            }
            thieves.add(new ServerSocket(port, 1, InetAddress.ofLiteral(Ports.LOOPBACK)));
            return List.of("sh", "-c", "exit 48");
        }

        @Override
        public boolean isReady(int port) {
            return ports.size() > losses;
        }

        @Override
        public String explain(int exitCode) {
            return exitCode == 48 ? "its port was taken" : "exit code " + exitCode;
        }

        void close() {
            for (ServerSocket thief : thieves) {
                try {
                    thief.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
