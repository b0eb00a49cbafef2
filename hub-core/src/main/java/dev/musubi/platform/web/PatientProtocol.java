package dev.musubi.platform.web;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP, with an end to its patience: each byte of a head gives it the connector's timeout
 * anew, so that a byte a second would keep a connection and its buffers for hours. Public because
 * Tomcat makes it by its name.
 */
public final class PatientProtocol extends Http11NioProtocol {

    /** How long a request may take from its first byte to the end of its head. */
    static final Duration LONGEST_HEAD = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofSeconds(5);

    private @Nullable ScheduledFuture<?> looking;

    @Override
    public void start() throws Exception {
        super.start();
        looking =
                getUtilityExecutor()
                        .scheduleWithFixedDelay(
                                this::look, LOOK.toSeconds(), LOOK.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (looking != null) {
            looking.cancel(false);
        }
        super.stop();
    }

    private void look() {
        long now = System.nanoTime();
        for (SocketWrapperBase<NioChannel> connection : getEndpoint().getConnections()) {
            // A processor is with its connection only while more of a head is awaited.
            if (connection.getCurrentProcessor() instanceof Processor processor
                    && !processor.isUpgrade()
                    && !processor.isAsync()
                    && late(processor.getRequest().getStartTimeNanos(), now)) {
                connection.close();
            }
        }
    }

    private static boolean late(long started, long now) {
        return started > 0 && now - started > LONGEST_HEAD.toNanos();
    }
}
