package dev.musubi.platform.web;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A body that ends with a problem where it becomes too large, takes too long or is not gzip. */
final class BoundedBody extends ServletInputStream {

    private final InputStream source;
    private final BodyBudget.Share share;
    private long size;
    private boolean finished;

    private BoundedBody(InputStream source, BodyBudget.Share share) {
        this.source = source;
        this.share = share;
    }

    static BoundedBody of(
            InputStream wire, boolean gzip, BodyBudget.Share share, Duration longest) {
        InputStream bounded = new Limited(new Timely(wire, longest), BodyFilter.WIRE);
        return new BoundedBody(
                gzip ? new Limited(new Inflating(bounded), BodyFilter.INFLATED) : bounded, share);
    }

    static Refused tooLarge(long limit, long came) {
        return new Refused(
                new Problem(
                        413,
                        "too-large",
                        "More than a limit allows",
                        "a request may have "
                                + limit
                                + " bytes; this one has "
                                + (came < 0 ? "more" : Long.toString(came)),
                        null));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = source.read(bytes, offset, length);
        if (count < 0) {
            finished = true;
        } else {
            size += count;
            share.grow(size);
        }
        return count;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        throw new UnsupportedOperationException("bodies are read by virtual threads");
    }

    /** Reads piece by piece only. */
    private abstract static class Pieces extends InputStream {
        @Override
        public final int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public abstract int read(byte[] bytes, int offset, int length) throws IOException;
    }

    /** A sender who trickles is let go, as is one who sends nothing. */
    private static final class Timely extends Pieces {
        private final InputStream source;
        private final Duration longest;
        private final long from = System.nanoTime();

        private Timely(InputStream source, Duration longest) {
            this.source = source;
            this.longest = longest;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (System.nanoTime() - from > longest.toNanos()) {
                throw tooSlow();
            }
            try {
                return source.read(bytes, offset, length);
            } catch (SocketTimeoutException e) {
                throw tooSlow();
            }
        }

        private Refused tooSlow() {
            return new Refused(
                    new Problem(
                            408,
                            "too-slow",
                            "The request took too long",
                            "a body has to be there within " + longest.toSeconds() + " seconds",
                            null));
        }
    }

    private static final class Limited extends Pieces {
        private final InputStream source;
        private final long limit;
        private long read;

        private Limited(InputStream source, long limit) {
            this.source = source;
            this.limit = limit;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = source.read(bytes, offset, length);
            read += Math.max(0, count);
            if (read > limit) {
                throw tooLarge(limit, -1);
            }
            return count;
        }
    }

    /** Opens the gzip stream at the first read, so that a broken one is the reader's to hear of. */
    private static final class Inflating extends Pieces {
        private final InputStream source;
        private @Nullable GZIPInputStream gzip;

        private Inflating(InputStream source) {
            this.source = source;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                if (gzip == null) {
                    gzip = new GZIPInputStream(source);
                }
                return gzip.read(bytes, offset, length);
            } catch (ZipException | EOFException e) {
                throw new Refused(Problem.unreadable("the body is not gzip, or it ends too early"));
            }
        }
    }
}
