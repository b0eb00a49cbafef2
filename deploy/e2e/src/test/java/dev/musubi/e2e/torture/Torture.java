package dev.musubi.e2e.torture;

import dev.musubi.e2e.HubProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A run: everybody at work at once on a line that breaks, until the trouble is over; then all is
 * compared.
 */
final class Torture implements AutoCloseable {

    private static final int SHOPS = 4;
    private static final int STOCKS = 2;
    private static final int READERS = 2;
    private static final int ONE_CUT_IN = 25;

    private final HubProcess hub;
    private final long seed;
    private final World world = new World();
    private final Model model = new Model();
    private final Breaker line;
    private final Door broken;
    private final Door direct;
    private final List<ShopWriter> shops = new ArrayList<>();
    private final List<StockWriter> stocks = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private final TillWriter tills;
    private final HookWriter hooks;
    private final Clerk clerk;
    private final Follower follower;
    private final Audit audit;

    /**
     * @param folder that {@link #settings} were made for
     */
    Torture(HubProcess hub, Path folder, long seed) throws IOException {
        this.hub = hub;
        this.seed = seed;
        this.line = new Breaker(hub.at("/").getPort(), ONE_CUT_IN, seed);
        this.broken = new Door(line.address());
        this.direct = new Door(hub.at("/"));
        for (int i = 0; i < SHOPS; i++) {
            shops.add(new ShopWriter("w" + i, seed + i, world, broken, model));
        }
        for (int i = 0; i < STOCKS; i++) {
            stocks.add(new StockWriter("s" + i, seed + 10 + i, world, broken, model));
        }
        for (int i = 0; i < READERS; i++) {
            readers.add(new Reader(broken, seed + 20 + i));
        }
        this.tills = new TillWriter(folder, seed + 30, world, model);
        this.hooks = new HookWriter(seed + 31, world, broken, model);
        this.clerk = new Clerk(broken, seed + 32);
        this.follower = new Follower(broken);
        this.audit = new Audit(direct, model, follower);
    }

    /** The settings of a hub for this. */
    static List<String> settings(Path folder) throws IOException {
        List<String> settings = new ArrayList<>(TillWriter.settings(folder));
        settings.addAll(HookWriter.settings());
        return settings;
    }

    /**
     * @param meanwhile what happens to the hub
     * @param breaks how often the line has to break at least
     * @param errs whether people are merged and parted meanwhile
     */
    void run(Runnable meanwhile, int breaks, boolean errs) throws InterruptedException {
        say("seed %d", seed);
        introducer("first").introduce(0, World.KNOWN, world.now().minus(70, ChronoUnit.DAYS));
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> work = new ArrayList<>();
            Consumer<Consumer<BooleanSupplier>> start =
                    what -> work.add(threads.submit(() -> what.accept(enough::get)));
            shops.forEach(shop -> start.accept(shop::writeUntil));
            stocks.forEach(stock -> start.accept(stock::writeUntil));
            readers.forEach(reader -> start.accept(reader::readUntil));
            start.accept(tills::writeUntil);
            start.accept(hooks::writeUntil);
            if (errs) {
                start.accept(clerk::errUntil);
            }
            start.accept(follower::followUntil);
            try {
                meanwhile.run();
                while (line.broken() < breaks && work.stream().noneMatch(Future::isDone)) {
                    Door.pause(200);
                }
            } finally {
                enough.set(true);
                line.hold();
            }
            for (Future<?> one : work) {
                try {
                    one.get();
                } catch (ExecutionException e) {
                    sayFaults();
                    throw new AssertionError("seed " + seed + ": " + e.getCause(), e.getCause());
                }
            }
        }
        introducer("last")
                .introduce(0, World.PERSONS, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        say(
                "%d events, %d repeats, %d broken connections, %d files, %d dead rows, %d webhooks,"
                        + " %d refused, %d conflicts, %d reads, %d merges taken back",
                model.size(),
                broken.repeats(),
                line.broken(),
                tills.files(),
                model.deadRows().size(),
                hooks.sent(),
                model.refused().size(),
                model.conflicts().size(),
                readers.stream().mapToInt(Reader::reads).sum(),
                clerk.mistakes());
    }

    /** What the hub took for faults of its own. */
    private void sayFaults() {
        hub.log()
                .lines()
                .filter(line -> line.contains(" ERROR "))
                .limit(20)
                .forEach(line -> say("  hub: %s", line));
    }

    private ShopWriter introducer(String name) {
        return new ShopWriter(name, seed, world, broken, model);
    }

    /** Waits until the hub has caught up, then says what differs. */
    List<String> differences(Duration patience) throws IOException {
        org.awaitility.Awaitility.await("all files are taken")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(tills::taken);
        audit.awaitCaughtUp();
        List<String> found = audit.differences(patience);
        say("%d differences", found.size());
        if (!found.isEmpty()) {
            sayFaults();
        }
        found.stream().limit(20).forEach(difference -> say("  %s", difference));
        return found;
    }

    int mistakes() {
        return clerk.mistakes();
    }

    long repeats() {
        return broken.repeats();
    }

    @Override
    public void close() throws IOException {
        line.close();
    }

    @SuppressWarnings("SystemOut") // the seed and the course of a run belong into its log
    static void say(String text, Object... values) {
        System.out.printf("torture: " + text + "%n", values);
    }
}
