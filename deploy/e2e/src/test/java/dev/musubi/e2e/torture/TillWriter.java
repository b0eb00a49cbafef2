package dev.musubi.e2e.torture;

import dev.musubi.e2e.torture.Told.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tills that put files into a folder: receipts, corrected receipts, rows that nobody can read, the
 * same file again under another name, files that lack a column.
 */
final class TillWriter {

    private static final String MAPPING =
            """
            source: "pos:{store}"
            channel: store
            location: "{store}"
            orderSystem: tills
            currency: JPY
            time: {columns: [time], patterns: ["uuuu/MM/dd HH:mm:ss"], zone: Asia/Tokyo}
            fields: {store: store, receipt: receipt, sku: sku, quantity: quantity, unitPrice: price}
            identifiers:
              - {type: loyalty_id, column: card}
            """;

    private static final String HEADER = "store,receipt,time,sku,quantity,price,card\n";

    /** Tills do not write faster than a hub on a busy machine takes. */
    private static final int MOST_WAITING = 4;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss").withZone(ZoneId.of("Asia/Tokyo"));

    /** A receipt that may be corrected; nobody's where no card was shown. */
    private record Receipt(String store, int number, Instant at, @Nullable Integer person) {
        String key() {
            return store + "|" + number;
        }
    }

    private final Path inbox;
    private final Path written;
    private final Random random;
    private final World world;
    private final Model model;
    private final List<Receipt> receipts = new ArrayList<>();
    private int files;
    private int copies;
    private int number;

    /**
     * @param folder of which the inbox is a part
     */
    TillWriter(Path folder, long seed, World world, Model model) throws IOException {
        this.inbox = Files.createDirectories(folder.resolve("inbox"));
        this.written = Files.createDirectories(folder.resolve("written"));
        this.random = new Random(seed);
        this.world = world;
        this.model = model;
    }

    /** The settings of a hub that takes the files. */
    static List<String> settings(Path folder) throws IOException {
        Path mapping =
                Files.writeString(Files.createDirectories(folder).resolve("tills.yaml"), MAPPING);
        String account = "--musubi.channels.files.tills.";
        return List.of(
                account + "mapping=" + mapping,
                account + "folder=" + Files.createDirectories(folder.resolve("inbox")),
                account + "poll=500ms",
                account + "stable-for=200ms");
    }

    void writeUntil(BooleanSupplier enough) {
        try {
            while (!enough.getAsBoolean()) {
                if (waiting() < MOST_WAITING) {
                    write();
                }
                Door.pause(500 + random.nextInt(1_000));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int files() {
        return files + copies;
    }

    /** Whether the hub has taken every file: where one lies still, nothing of it is promised. */
    boolean taken() throws IOException {
        return waiting() == 0;
    }

    /** Files that lie in the inbox; the hub's marks beside those that it reads are none. */
    private long waiting() throws IOException {
        try (Stream<Path> left = Files.list(inbox)) {
            return left.filter(file -> file.toString().endsWith(".csv")).count();
        }
    }

    private void write() throws IOException {
        String name = "tills-%05d.csv".formatted(files);
        boolean broken = random.nextInt(10) == 0;
        StringBuilder rows = new StringBuilder(broken ? HEADER.replace("price", "prize") : HEADER);
        int line = 2;
        int size = 2 + random.nextInt(8);
        List<Receipt> here = new ArrayList<>();
        List<String> dead = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Receipt receipt = receipt(here);
            here.add(receipt);
            line = rows(receipt, rows, line, broken, dead);
        }
        if (!broken) {
            receipts.addAll(here.stream().filter(r -> !receipts.contains(r)).toList());
        }
        drop(name, rows.toString(), broken, dead);
        if (random.nextInt(6) == 0) {
            drop("copy-" + name, rows.toString(), broken, dead);
            copies++;
        }
        files++;
    }

    /** A new one or, if it is not in the file yet, another version of an old one. */
    private Receipt receipt(List<Receipt> here) {
        if (!receipts.isEmpty() && random.nextInt(6) == 0) {
            Receipt old = receipts.get(random.nextInt(receipts.size()));
            if (!here.contains(old)) {
                return old;
            }
        }
        return new Receipt(
                World.STORES.get(random.nextInt(World.STORES.size())),
                number++,
                world.late(random),
                random.nextInt(4) == 0 ? null : random.nextInt(World.PERSONS));
    }

    /** Writes the rows of a receipt and says what they mean; the answer is the next line. */
    private int rows(
            Receipt receipt, StringBuilder rows, int from, boolean broken, List<String> dead) {
        int line = from;
        Map<String, Integer> goods = new TreeMap<>();
        BigDecimal total = BigDecimal.ZERO;
        int size = 1 + random.nextInt(3);
        for (int i = 0; i < size; i++) {
            String sku = World.SKUS.get(random.nextInt(World.SKUS.size()));
            int pieces = 1 + random.nextInt(4);
            int price = 1 + random.nextInt(100_000);
            boolean bad = random.nextInt(12) == 0;
            rows.append(
                    "%s,%d,%s,%s,%s,%d,%s\n"
                            .formatted(
                                    receipt.store(),
                                    receipt.number(),
                                    TIME.format(receipt.at()),
                                    sku,
                                    bad ? "some" : Integer.toString(pieces),
                                    price,
                                    receipt.person() == null ? "" : World.card(receipt.person())));
            if (bad) {
                dead.add(":" + line);
            } else {
                goods.merge(sku, pieces, Integer::sum);
                total = total.add(BigDecimal.valueOf((long) pieces * price));
            }
            line++;
        }
        if (!goods.isEmpty() && !broken) {
            model.acknowledged(told(receipt, goods, total));
        }
        return line;
    }

    private Told told(Receipt receipt, Map<String, Integer> goods, BigDecimal total) {
        String source = World.source(receipt.store());
        long version = modified().toEpochMilli() * 1_000;
        return new Told(
                source + "|" + receipt.key() + "|" + total.toPlainString(),
                receipt.person(),
                receipt.at(),
                new Content(
                        World.TILLS + "|" + receipt.key(),
                        source,
                        version,
                        total,
                        false,
                        receipt.store(),
                        goods));
    }

    /** Each file is a second newer than the one before; a copy is as old as what it copies. */
    private Instant modified() {
        return world.now().minusSeconds(80_000 - files);
    }

    /** Into the folder in one step, as the rename at the end of an upload. */
    private void drop(String name, String text, boolean broken, List<String> dead)
            throws IOException {
        if (broken) {
            model.deadRow(name);
        } else {
            dead.forEach(line -> model.deadRow(name + line));
        }
        Path file = Files.writeString(written.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(modified()));
        Files.move(file, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
