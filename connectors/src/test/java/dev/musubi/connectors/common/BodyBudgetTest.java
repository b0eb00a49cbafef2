package dev.musubi.connectors.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.HubException.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    private static final int KIB = 1024;

    private final BodyBudget budget = new BodyBudget(200 * KIB, 256 * KIB, Duration.ofMinutes(1));

    @Test
    void aBodyIsReadToItsLastByteHoweverItComes() throws Exception {
        byte[] sent = new byte[200 * KIB];
        new Random(7).nextBytes(sent);

        try (BodyBudget.Body body = budget.read(trickling(sent), -1)) {
            assertThat(body.bytes()).isEqualTo(sent);
        }
    }

    @Test
    void oneByteMoreIsRefusedAndHoldsNothing() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> budget.read(zeros(200 * KIB + 1), -1))
                    .isInstanceOf(Refused.class);
        }

        budget.read(zeros(200 * KIB), -1).close();
    }

    @Test
    void anAnnouncedLengthBeyondTheLimitIsRefusedUnread() {
        assertThatThrownBy(() -> budget.read(unreadable(), 200 * KIB + 1))
                .isInstanceOf(Refused.class);
    }

    @Test
    void bodiesBeyondTheBudgetOfAllAreToldToWaitUntilOneIsDone() throws Exception {
        BodyBudget.Body first = budget.read(zeros(200 * KIB), -1);

        assertThatThrownBy(() -> budget.read(zeros(200 * KIB), -1)).isInstanceOf(Overloaded.class);
        first.close();

        budget.read(zeros(200 * KIB), -1).close();
    }

    @Test
    void aSenderThatTricklesIsLetGo() {
        BodyBudget hasty = new BodyBudget(200 * KIB, 256 * KIB, Duration.ofNanos(-1));

        assertThatThrownBy(() -> hasty.read(trickling(new byte[2_000]), -1))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(408));
    }

    @Test
    void aSenderThatBreaksOffHoldsNothing() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> budget.read(breakingOff(), -1))
                    .isInstanceOf(IOException.class);
        }

        budget.read(zeros(200 * KIB), -1).close();
    }

    private static InputStream zeros(int size) {
        return new ByteArrayInputStream(new byte[size]);
    }

    private static InputStream trickling(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int from, int length) {
                return super.read(to, from, Math.min(length, 777));
            }
        };
    }

    private static InputStream breakingOff() {
        return new InputStream() {
            private int left = 100 * KIB;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("the connection is gone");
                }
                return 0;
            }

            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                if (left <= 0) {
                    throw new IOException("the connection is gone");
                }
                left -= length;
                return length;
            }
        };
    }

    private static InputStream unreadable() {
        return new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("was read");
            }
        };
    }
}
