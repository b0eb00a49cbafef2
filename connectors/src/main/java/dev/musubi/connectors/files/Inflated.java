package dev.musubi.connectors.files;

import dev.musubi.connectors.csv.UnreadableFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file's bytes, inflated where it is gzip by its first two bytes, whatever its name; bounded in
 * size and, for gzip, in how many times the file's size they are.
 */
public final class Inflated extends FilterInputStream {
    /** Below this no ratio is asked: a small file of equal rows may well be a hundredth. */
    private static final long SMALL = 1 << 20;

    private final long mostBytes;
    private final long mostRatio;
    private final boolean gzip;
    private final long size;
    private long seen;

    private Inflated(InputStream in, boolean gzip, long size, FileAccount.Limits limits) {
        super(in);
        this.gzip = gzip;
        this.size = size;
        this.mostBytes = limits.size().toBytes();
        this.mostRatio = limits.ratio();
    }

    /** Opens a file; close what comes. */
    public static Inflated open(Path file, FileAccount.Limits limits) throws IOException {
        var size = Files.size(file);
        var plain = new BufferedInputStream(Files.newInputStream(file), 65_536);
        try {
            plain.mark(2);
            var gzip = plain.read() == 0x1F && plain.read() == 0x8B;
            plain.reset();
            return new Inflated(
                    gzip ? new GZIPInputStream(plain, 65_536) : plain, gzip, size, limits);
        } catch (EOFException | ZipException _) {
            plain.close();
            throw new UnreadableFile("the gzip file breaks off in its header");
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            var count = super.read(into, offset, length);
            check(Math.max(count, 0));
            return count;
        } catch (EOFException _) {
            throw new UnreadableFile("the gzip file breaks off after " + seen + " inflated bytes");
        } catch (ZipException _) {
            throw new UnreadableFile("the gzip file is damaged after " + seen + " inflated bytes");
        }
    }

    private void check(int count) {
        seen += count;
        if (seen > mostBytes) {
            throw new UnreadableFile("the file is larger than " + mostBytes + " bytes");
        }
        if (gzip && seen > SMALL && seen > mostRatio * size) {
            throw new UnreadableFile(
                    "the gzip file inflates to more than "
                            + mostRatio
                            + " times its "
                            + size
                            + " bytes");
        }
    }
}
