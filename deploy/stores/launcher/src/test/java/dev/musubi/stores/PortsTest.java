package dev.musubi.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {

    @TempDir Path folder;

    @Test
    void theSamePortIsChosenAgain() throws Exception {
        int first = Ports.choose(folder);

        assertThat(Ports.choose(folder)).isEqualTo(first);
    }

    @Test
    void aPortThatWasTakenSinceIsReplacedAndTheNewOneKept() throws Exception {
        int first = Ports.choose(folder);

        try (ServerSocket _ = new ServerSocket(first, 1, InetAddress.ofLiteral(Ports.LOOPBACK))) {
            assertThat(Ports.choose(folder)).isNotEqualTo(first);
        }
        assertThat(Ports.last(folder)).hasValue(Ports.choose(folder)).get().isNotEqualTo(first);
    }

    @Test
    void aFileThatHoldsNoPortIsAsGoodAsNone() throws Exception {
        Files.writeString(folder.resolve("port"), "?");

        assertThat(Ports.choose(folder)).isPositive();
    }

    /** 32768 is where Linux begins to take them from, 49152 others. */
    @Test
    void noPortIsOneThatAnOutgoingConnectionMayBeGiven() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertThat(Ports.free()).isBetween(1_024, 32_767);
        }
    }
}
