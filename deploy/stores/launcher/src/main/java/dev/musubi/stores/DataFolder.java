package dev.musubi.stores;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The one hub that works on a data folder. The kernel drops the lock with the JVM, kill -9
 * included, so it is never stale.
 *
 * <p>The holder's pid stands in a file of its own: closing any channel on the lock file would drop
 * the lock of the whole JVM.
 */
final class DataFolder implements AutoCloseable {
    private static final String LOCK = "hub.lock";
    private static final String PID = "hub.pid";
    private static final int LOOKS = 10;
    private static final long PAUSE_NANOS = 30_000_000;
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * @throws StoresException when another hub runs on the folder, or it cannot be written
     */
    static DataFolder take(Path wanted) {
        try {
            Files.createDirectories(wanted);
            Path folder = wanted.toRealPath();
            Optional<DataFolder> taken = tryTake(folder);
            // A chore that looks whether a hub runs holds the lock for a moment.
            for (int look = 0; taken.isEmpty() && look < LOOKS; look++) {
                LockSupport.parkNanos(PAUSE_NANOS);
                taken = tryTake(folder);
            }
            DataFolder mine = taken.orElseThrow(() -> inUse(folder));
            Files.writeString(folder.resolve(PID), Long.toString(ProcessHandle.current().pid()));
            return mine;
        } catch (IOException e) {
            throw new StoresException("the data folder " + wanted + " cannot be used: " + e, e);
        }
    }

    /** The pid of the hub on the folder, 0 when it has not said it; empty when there is none. */
    static Optional<Long> holder(Path wanted) {
        try {
            if (!Files.exists(wanted.resolve(LOCK))) {
                return Optional.empty();
            }
            Path folder = wanted.toRealPath();
            Optional<DataFolder> taken = tryTake(folder);
            if (taken.isPresent()) {
                taken.get().close();
                return Optional.empty();
            }
            return Optional.of(pidOf(folder));
        } catch (IOException e) {
            throw new StoresException("the data folder " + wanted + " cannot be read: " + e, e);
        }
    }

    /** Whether a hub worked on the folder and ended without giving it back. */
    static boolean isLeftBehind(Path folder) {
        return Files.exists(folder.resolve(PID)) && holder(folder).isEmpty();
    }

    Path path() {
        return folder;
    }

    @Override
    public void close() {
        try {
            if (lock.isValid()) {
                Files.deleteIfExists(folder.resolve(PID));
                lock.release();
            }
            channel.close();
        } catch (IOException e) {
            throw new StoresException("the lock of " + folder + " cannot be released", e);
        } finally {
            HELD_HERE.remove(folder);
        }
    }

    private static Optional<DataFolder> tryTake(Path folder) throws IOException {
        if (!HELD_HERE.add(folder)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            lock = channel.tryLock();
            if (lock == null) {
                return Optional.empty();
            }
            return Optional.of(new DataFolder(folder, channel, lock));
        } catch (OverlappingFileLockException otherClassLoader) {
            return Optional.empty();
        } finally {
            if (lock == null) {
                HELD_HERE.remove(folder);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static StoresException inUse(Path folder) {
        long pid = pidOf(folder);
        return new StoresException(
                "Another hub"
                        + (pid == 0 ? "" : " (process " + pid + ")")
                        + " already runs on the data folder "
                        + folder
                        + ": stop it, or give this one a folder of its own with --data.");
    }

    private static long pidOf(Path folder) {
        try {
            return Long.parseLong(Files.readString(folder.resolve(PID)).trim());
        } catch (IOException | NumberFormatException notYetWritten) {
            return 0;
        }
    }
}
