package dev.musubi.benchmarks;

import dev.musubi.benchmarks.inside.BaseInside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads a running hub and prints a table of what it does, with the limits beside it. */
public final class Load {

    private interface Part {
        void measure() throws Exception;
    }

    private final Bench bench;
    private boolean failed;

    private Load(Bench bench) {
        this.bench = bench;
    }

    /**
     * Runs everything that is asked, once. A part that fails says so in a row and ends; the others
     * go on, and the exit value is 1.
     *
     * @param arguments {@code --name=value}, as {@code run --help} tells; beside them hub-pid and
     *     data, for the processes and the stores of a hub that is ours
     */
    public static void main(String[] arguments) {
        Load load = new Load(new Bench(Options.of(arguments)));
        load.run();
        System.exit(load.failed ? 1 : 0);
    }

    private void run() {
        Table table = bench.table();
        table.fact("machine", Machine.words());
        bench.mongodbUri().ifPresent(uri -> table.fact("mongod", StoreSizes.version(uri)));
        table.fact("load of the machine before", Machine.load());
        part("events", () -> new Events(bench).measure());
        part("reads", () -> new Reads(bench).measure());
        part("visible", () -> new Reads(bench).visible());
        part("steady", () -> new Steady(bench).measure());
        part("sustainable", () -> new Sustainable(bench).measure());
        part("half", () -> new Half(bench).measure());
        part("hot", () -> new Hot(bench).measure());
        part("identity", () -> new Crowd(bench.run(), bench::timed).measure());
        // Before the stock: what is known to be there stands above what nobody has counted.
        part(
                "visits",
                () ->
                        new Visits(bench.hub().address(), bench.hub().key(), bench.run(), table)
                                .measure(
                                        bench.loop(),
                                        bench.connections(),
                                        bench.warm(),
                                        bench.seconds()));
        part(
                "stock",
                () ->
                        new Goods(bench.hub().address(), bench.hub().key(), bench.run(), table)
                                .measure(
                                        bench.loop(),
                                        bench.connections(),
                                        bench.warm(),
                                        bench.seconds()));
        part("names", this::names);
        part("limits", () -> new Limits(bench).measure());
        part("base", this::base);
        part("growth", () -> new Growth(bench).measure());
        bench.processes()
                .residentMegabytes()
                .forEach((name, size) -> table.fact("resident memory, " + name, size + " MB"));
        table.fact("load of the machine after", Machine.load());
    }

    private void part(String name, Part part) {
        if (!bench.options().asked(name)) {
            return;
        }
        try {
            part.measure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (Exception e) {
            failed = true;
            bench.table().fact("**" + name + " failed**", String.valueOf(e));
            e.printStackTrace();
        }
    }

    /** People made known through the door, and without it. */
    private void base() throws Exception {
        int people = bench.options().count("base", 50_000);
        int history = bench.options().count("history", 2);
        Base.grow(bench, 0, people, history);
        String uri =
                bench.mongodbUri()
                        .orElseThrow(() -> new IllegalStateException("no store of its own"));
        bench.table()
                .rate(
                        "people made known in process, without the door",
                        1,
                        BaseInside.peoplePerSecond(uri, people, history));
    }

    private void names() throws IOException, InterruptedException {
        Path data =
                Path.of(System.getenv().getOrDefault("MUSUBI_DATA", "../shared/data"))
                        .resolve("names-ja");
        if (Files.isDirectory(data)) {
            new Names(bench.hub().address(), bench.hub().key(), data, bench.table())
                    .measure(bench.options().count("named", 100_000));
        } else {
            bench.table()
                    .fact(
                            "search by kana",
                            "not measured: set MUSUBI_DATA to the folder of names-ja");
        }
    }
}
