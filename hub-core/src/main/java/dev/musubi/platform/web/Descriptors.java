package dev.musubi.platform.web;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many connections there may be for the files and sockets that the process may open. */
final class Descriptors {

    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);

    /** What stores, routes and files need beside the callers. */
    private static final long OTHERS = 256;

    private Descriptors() {}

    /** As many as wished, if a quarter of all descriptors is left for others. */
    static int connections(int wished) {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean system)) {
            return wished;
        }
        int possible = connections(wished, system.getMaxFileDescriptorCount());
        if (possible < wished) {
            LOG.warn(
                    "connections are limited to {} of {}: the process may open {} files (ulimit -n)",
                    possible,
                    wished,
                    system.getMaxFileDescriptorCount());
        }
        return possible;
    }

    static int connections(int wished, long descriptors) {
        long left = descriptors - Math.max(OTHERS, descriptors / 4);
        return (int) Math.clamp(left, 16, wished);
    }
}
