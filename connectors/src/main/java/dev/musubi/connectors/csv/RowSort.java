package dev.musubi.connectors.csv;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Brings the rows of a receipt together: a merge sort by (key, line) that holds at most a budget of
 * bytes in memory and the rest in a folder of its own, which is gone after {@link #close}.
 *
 * <p>Runs are merged {@value #FAN_IN} at a time, so that open files and buffers are bounded too.
 */
public final class RowSort implements AutoCloseable {
    static final int FAN_IN = 64;
    private static final int BUFFER = 32_768;
    private static final int OVERHEAD = 160;

    /**
     * @param key the receipt's key; empty where none could be read
     * @param reason why the row cannot be used; absent for a good one
     */
    public record Entry(String key, long line, @Nullable String reason, byte[] raw) {
        static final Comparator<Entry> ORDER =
                Comparator.comparing(Entry::key).thenComparingLong(Entry::line);

        private long size() {
            return OVERHEAD + 2L * key.length() + raw.length;
        }
    }

    private final Path folder;
    private final long budget;
    private List<Entry> held = new ArrayList<>();
    private long heldBytes;
    private long peak;
    private List<Path> runs = new ArrayList<>();
    private int made;
    private final List<Run> open = new ArrayList<>();

    /**
     * @param work an existing folder; a new one, readable by its owner alone, is made in it
     * @param budget bytes of rows held in memory
     */
    public RowSort(Path work, long budget) throws IOException {
        this.folder = Files.createTempDirectory(work, "sort-");
        this.budget = budget;
    }

    public void add(Entry entry) throws IOException {
        if (heldBytes + entry.size() > budget && !held.isEmpty()) {
            spill();
        }
        held.add(entry);
        heldBytes += entry.size();
        peak = Math.max(peak, heldBytes);
    }

    /** The most bytes that rows took in memory so far. */
    public long peak() {
        return peak;
    }

    /**
     * All rows by (key, line). To be called after the last {@link #add}; calling it again begins
     * anew.
     */
    public Iterator<Entry> sorted() throws IOException {
        if (runs.isEmpty()) {
            held.sort(Entry.ORDER);
            return held.iterator();
        }
        closeRuns();
        if (!held.isEmpty()) {
            spill();
        }
        while (runs.size() > FAN_IN) {
            var merged = new ArrayList<Path>();
            for (var from = 0; from < runs.size(); from += FAN_IN) {
                var some = runs.subList(from, Math.min(from + FAN_IN, runs.size()));
                merged.add(some.size() == 1 ? some.getFirst() : write(merge(some)));
                closeRuns();
                if (some.size() > 1) {
                    for (var run : some) {
                        Files.delete(run);
                    }
                }
            }
            runs = merged;
        }
        return merge(runs);
    }

    @Override
    public void close() throws IOException {
        closeRuns();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private void spill() throws IOException {
        held.sort(Entry.ORDER);
        runs.add(write(held.iterator()));
        held = new ArrayList<>();
        heldBytes = 0;
    }

    private Path write(Iterator<Entry> entries) throws IOException {
        var file = folder.resolve("run-" + made++);
        try (var out =
                new DataOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(file), BUFFER))) {
            while (entries.hasNext()) {
                var entry = entries.next();
                out.writeUTF(entry.key());
                out.writeLong(entry.line());
                out.writeUTF(entry.reason() == null ? "" : entry.reason());
                out.writeInt(entry.raw().length);
                out.write(entry.raw());
            }
        }
        return file;
    }

    private Iterator<Entry> merge(List<Path> files) throws IOException {
        var queue = new PriorityQueue<Run>(Comparator.comparing(Run::head, Entry.ORDER));
        for (var file : files) {
            var run = new Run(file);
            open.add(run);
            if (run.advance()) {
                queue.add(run);
            }
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !queue.isEmpty();
            }

            @Override
            public Entry next() {
                var run = queue.poll();
                if (run == null) {
                    throw new NoSuchElementException();
                }
                var entry = run.head();
                try {
                    if (run.advance()) {
                        queue.add(run);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return entry;
            }
        };
    }

    private void closeRuns() throws IOException {
        for (var run : open) {
            run.in.close();
        }
        open.clear();
    }

    /** One sorted run on disk, with its next entry in memory. */
    private static final class Run {
        private final DataInputStream in;
        private @Nullable Entry head;

        private Run(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
        }

        private Entry head() {
            if (head == null) {
                throw new NoSuchElementException();
            }
            return head;
        }

        private boolean advance() throws IOException {
            try {
                var key = in.readUTF();
                var line = in.readLong();
                var reason = in.readUTF();
                var raw = new byte[in.readInt()];
                in.readFully(raw);
                head = new Entry(key, line, reason.isEmpty() ? null : reason, raw);
                return true;
            } catch (EOFException _) {
                in.close();
                return false;
            }
        }
    }
}
