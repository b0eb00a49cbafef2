package dev.musubi.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.musubi.event.Appended;
import dev.musubi.event.RawMessage;
import dev.musubi.event.Submission;
import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.HubException.StoreAway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real route on a real folder, its end collected. */
class FolderRouteTest {
    private static final Charset TILL = Charset.forName("windows-31j");
    private static final String GOOD =
            FilesFixture.HEADER
                    + "ginza,1,2026/11/22 10:15,①A,1,1200,髙島ちりめん～,090-1111-2222\n"
                    + "ginza,2,2026/11/22 10:20,B,2,300,ハンカチ,\n";

    @TempDir Path folder;
    @TempDir Path work;

    private final FilesFixture fixture = new FilesFixture();
    private Path inbox;
    private Path mapping;
    private CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void configure() throws IOException {
        inbox = Files.createDirectory(folder.resolve("inbox"));
        mapping = Files.writeString(folder.resolve("tills.yaml"), FilesFixture.FLAT);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aFileIsTakenInAndMovedToDone() throws Exception {
        start(fixture.inboxes(work, "ginza", account()));

        drop("sales.csv", GOOD.getBytes(TILL));

        await().until(() -> Files.exists(inbox.resolve(".done/sales.csv")));
        assertThat(inbox.resolve("sales.csv")).doesNotExist();
        assertThat(fixture.events()).hasSize(2);
        var first = fixture.events().getFirst();
        assertThat(first.path("source").asText()).isEqualTo("pos:ginza");
        assertThat(first.path("time").asText()).isEqualTo("2026-11-22T10:15:00+09:00");
        assertThat(first.path("identifiers").toString())
                .isEqualTo("[{\"type\":\"phone\",\"value\":\"090-1111-2222\",\"verified\":true}]");
        assertThat(first.path("data").path("lines").toString())
                .isEqualTo(
                        "[{\"sku\":\"①A\",\"quantity\":\"1\",\"unitPrice\":\"1200\","
                                + "\"description\":\"髙島ちりめん～\"}]");
        assertThat(fixture.submitted.getFirst().sender().name()).isEqualTo("account:files/ginza");
        assertThat(new String(raw().bytes(), TILL))
                .isEqualTo(
                        FilesFixture.HEADER
                                + "ginza,1,2026/11/22 10:15,①A,1,1200,髙島ちりめん～,090-1111-2222\n");
        assertThat(raw().mediaType()).isEqualTo("text/csv; charset=windows-31j");
        assertThat(fixture.files("ginza", "loaded")).isEqualTo(1);
    }

    @Test
    void theSameFileAgainAndRenamedChangesNothing() throws Exception {
        start(fixture.inboxes(work, "ginza", account()));

        drop("sales.csv", GOOD.getBytes(TILL));
        await().until(() -> takenAway("sales.csv", 1));
        drop("sales.csv", GOOD.getBytes(TILL));
        await().until(() -> takenAway("sales.csv", 2));
        drop("renamed.csv.gz", gzip(GOOD.getBytes(TILL)));
        await().until(() -> fixture.files("ginza", "loaded") == 3);

        assertThat(fixture.events()).hasSize(2);
        assertThat(status("accepted")).isEqualTo(2);
        assertThat(status("duplicate")).isEqualTo(4);
        assertThat(status("conflict")).isZero();
    }

    @Test
    void aFileThatIsReplacedWhileItIsReadIsReadToo() throws Exception {
        var later = FilesFixture.HEADER + "ginza,3,2026/11/22 18:40,B,1,300,たび,090-3333-4444\n";
        var replaced = new AtomicBoolean();
        fixture.whileAppending =
                () -> {
                    if (!replaced.getAndSet(true)) {
                        replace("sales.csv", later.getBytes(TILL));
                    }
                };
        start(fixture.inboxes(work, "ginza", account()));

        drop("sales.csv", GOOD.getBytes(TILL));

        await().until(() -> takenAway("sales.csv", 2));
        assertThat(fixture.events()).hasSize(3);
        assertThat(Files.readAllBytes(inbox.resolve(".done/sales.csv")))
                .isEqualTo(later.getBytes(TILL));
    }

    private void replace(String name, byte[] content) {
        try {
            drop(name, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loaded, and moved too: what is dropped under its name in between would be moved with it. */
    private boolean takenAway(String name, int loaded) {
        return fixture.files("ginza", "loaded") == loaded && !Files.exists(inbox.resolve(name));
    }

    @Test
    void aBadRowIsSetAsideAsItCameAndTheOthersGoIn() throws Exception {
        var bad = "ginza,1,2026/11/22 10:15,A,zwei,1200,たび,\n";
        start(fixture.inboxes(work, "ginza", account()));

        drop("sales.csv", (GOOD + bad).getBytes(TILL));

        await().until(() -> Files.exists(inbox.resolve(".done/sales.csv")));
        assertThat(fixture.letters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.channel()).isEqualTo("files");
                            assertThat(letter.account()).isEqualTo("ginza");
                            assertThat(letter.place()).isEqualTo("sales.csv:4 key ginza|1");
                            assertThat(letter.reason())
                                    .isEqualTo("quantity: a text of 4 characters is not a number");
                            assertThat(new String(letter.original(), TILL) + "\n").isEqualTo(bad);
                        });
        assertThat(fixture.events())
                .extracting(e -> e.path("data").path("incomplete").asBoolean())
                .containsExactly(true, false);
    }

    @Test
    void aReplayAfterTheMappingIsMendedMakesTheWholeReceiptAnew() throws Exception {
        start(fixture.inboxes(work, "ginza", account()));
        drop("sales.csv", (GOOD + "ginza,1,2026/11/22 10:15,A,2点,1200,たび,\n").getBytes(TILL));
        await().until(() -> Files.exists(inbox.resolve(".done/sales.csv")));
        var part = fixture.events().getFirst();
        var letter = fixture.letters().getFirst();

        Files.writeString(
                mapping,
                FilesFixture.FLAT.replace(
                        "quantity: 数量", "quantity: {column: 数量, replace: [{find: 点, with: ''}]}"));
        var again = fixture.inboxes(work, "ginza", account()).redelivery().redeliver(letter);

        assertThat(again).extracting(Appended::status).containsExactly(Appended.Status.ACCEPTED);
        var whole = fixture.events().getLast();
        assertThat(whole.path("data").has("incomplete")).isFalse();
        assertThat(whole.path("data").path("lines")).hasSize(2);
        assertThat(whole.path("data").path("orderId")).isEqualTo(part.path("data").path("orderId"));
        // Same version, same time: the greater id holds.
        assertThat(whole.path("asOf")).isEqualTo(part.path("asOf"));
        assertThat(whole.path("id").asText()).isGreaterThan(part.path("id").asText());
    }

    @Test
    void aReplayThatStillCannotBeReadIsRefusedWithTheReason() throws Exception {
        var inboxes = fixture.inboxes(work, "ginza", account());
        start(inboxes);
        drop("sales.csv", (GOOD + "ginza,1,2026/11/22 10:15,A,x,1200,たび,\n").getBytes(TILL));
        await().until(() -> Files.exists(inbox.resolve(".done/sales.csv")));

        var letter = fixture.letters().getFirst();

        assertThatThrownBy(() -> inboxes.redelivery().redeliver(letter))
                .isInstanceOf(Refused.class)
                .hasMessage("quantity: a text of 1 characters is not a number");
    }

    @Test
    void nothingOfATruncatedGzipIsLoadedAndItIsKeptInFailed() throws Exception {
        var whole = gzip(GOOD.repeat(50).getBytes(TILL));
        var cut = Arrays.copyOf(whole, whole.length - 20);
        start(fixture.inboxes(work, "ginza", account()));

        drop("sales.csv.gz", cut);

        await().until(() -> fixture.files("ginza", "unreadable") == 1);
        await().until(() -> Files.notExists(inbox.resolve("sales.csv.gz")));
        assertThat(fixture.events()).isEmpty();
        assertThat(fixture.letters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.reason())
                                    .startsWith("the gzip file breaks off after");
                            assertThat(letter.original()).isEqualTo(cut);
                            assertThat(inbox.resolve(letter.attributes().get("kept")))
                                    .hasBinaryContent(cut);
                        });
    }

    @Test
    void anEmptyFileIsALetterAndNotALoop() throws Exception {
        start(fixture.inboxes(work, "ginza", account()));

        drop("sales.csv", new byte[0]);

        await().until(() -> Files.notExists(inbox.resolve("sales.csv")));
        assertThat(fixture.letters())
                .singleElement()
                .satisfies(
                        letter ->
                                assertThat(letter.reason())
                                        .isEqualTo("the file is empty: there is no header line"));
        assertThat(fixture.files("ginza", "unreadable")).isEqualTo(1);
    }

    @Test
    void aFileThatVanishesIsSaidAndNothingElse() throws Exception {
        var intake = intake(fixture.inboxes(work, "ginza", account()));

        var outcome = intake.take(inbox.resolve("gone.csv"), "gone.csv", FilesFixture.NOW, "");

        assertThat(outcome).isEqualTo(FileReport.Outcome.VANISHED);
        assertThat(fixture.files("ginza", "vanished")).isEqualTo(1);
        assertThat(fixture.letters()).isEmpty();
    }

    @Test
    void aGzipThatInflatesBeyondItsRatioIsRefused() throws Exception {
        start(fixture.inboxes(work, "ginza", account()));

        drop("sales.csv.gz", gzip(new byte[4 << 20]));

        await().until(() -> fixture.files("ginza", "unreadable") == 1);
        assertThat(fixture.letters().getFirst().reason())
                .startsWith("the gzip file inflates to more than 200 times its ");
    }

    @Test
    void anOverloadedOrAbsentStoreMakesTheFileWait() throws Exception {
        var refusals = new AtomicInteger();
        var inboxes =
                FileInboxes.of(
                        new FileChannels(work, Map.of("ginza", account())),
                        submissions -> {
                            switch (refusals.incrementAndGet()) {
                                case 1 -> throw new Overloaded("log", Duration.ofMillis(10));
                                case 2 -> throw new StoreAway("log", Duration.ofMillis(10), null);
                                default -> {
                                    return fixture.append(submissions);
                                }
                            }
                        },
                        FilesFixture.TODAY,
                        fixture::keep,
                        fixture.clock,
                        fixture.meters);
        start(inboxes);

        drop("sales.csv", GOOD.getBytes(TILL));

        await().until(() -> Files.exists(inbox.resolve(".done/sales.csv")));
        assertThat(refusals).hasValue(3);
        assertThat(fixture.events()).hasSize(2);
        assertThat(fixture.letters()).isEmpty();
    }

    @Test
    void aStopInTheMiddleLeavesTheFileAndTheNextStartGivesOnlyDuplicates() throws Exception {
        var many = new StringBuilder(FilesFixture.HEADER);
        for (var i = 0; i < 1_200; i++) {
            many.append("ginza,").append(i).append(",2026/11/22 10:15,A,1,1200,,\n");
        }
        var batches = new AtomicInteger();
        var inboxes =
                FileInboxes.of(
                        new FileChannels(work, Map.of("ginza", account())),
                        submissions -> secondIsAway(batches, submissions),
                        FilesFixture.TODAY,
                        fixture::keep,
                        fixture.clock,
                        fixture.meters);
        start(inboxes);
        drop("sales.csv", many.toString().getBytes(TILL));
        await().until(() -> batches.get() >= 2);

        context.stop();

        assertThat(inbox.resolve("sales.csv")).exists();
        assertThat(fixture.events()).hasSize(500);

        start(fixture.inboxes(work, "ginza", account()));

        await().until(() -> Files.exists(inbox.resolve(".done/sales.csv")));
        assertThat(fixture.events()).hasSize(1_200);
        assertThat(status("accepted")).isEqualTo(700);
        assertThat(status("duplicate")).isEqualTo(500);
        assertThat(status("conflict")).isZero();
        try (var left = Files.list(work.resolve("ginza"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFaultOfOursSetsTheFileAsideInsteadOfTurningForEver() throws Exception {
        var inboxes =
                FileInboxes.of(
                        new FileChannels(work, Map.of("ginza", account())),
                        _ -> {
                            throw new IllegalStateException("a bug");
                        },
                        FilesFixture.TODAY,
                        fixture::keep,
                        fixture.clock,
                        fixture.meters);
        start(inboxes);

        drop("sales.csv", GOOD.getBytes(TILL));

        await().until(() -> Files.notExists(inbox.resolve("sales.csv")));
        assertThat(fixture.letters())
                .extracting(letter -> letter.reason())
                .containsExactly(
                        "a fault of the hub (IllegalStateException); replay the letter after an"
                                + " update");
    }

    @Test
    void aFileWaitsForItsDoneFile() throws Exception {
        var plain = account();
        start(
                fixture.inboxes(
                        work,
                        "ginza",
                        new FileAccount(
                                plain.mapping(),
                                inbox,
                                null,
                                plain.verified(),
                                true,
                                Map.of(),
                                "{name}.done",
                                plain.stableFor(),
                                plain.poll(),
                                null,
                                plain.fileDate(),
                                plain.limits())));

        drop("a.csv", GOOD.getBytes(TILL));
        drop("b.csv", (FilesFixture.HEADER + "umeda,1,2026/11/22 10:15,A,1,1,,\n").getBytes(TILL));
        Files.createFile(inbox.resolve("b.csv.done"));

        await().until(() -> Files.exists(inbox.resolve(".done/b.csv")));
        assertThat(inbox.resolve("a.csv")).exists();
        assertThat(inbox.resolve("b.csv.done")).doesNotExist();
        assertThat(fixture.events())
                .singleElement()
                .satisfies(e -> assertThat(e.path("historical").asBoolean()).isTrue());
    }

    @Test
    void whatAKilledHubLeftBehindIsRemovedAtTheNextStart() throws Exception {
        var left = Files.createDirectories(work.resolve("ginza/sort-1234"));
        Files.writeString(left.resolve("run-0"), "rows of customers");

        fixture.inboxes(work, "ginza", account());

        assertThat(left).doesNotExist();
    }

    private List<Appended> secondIsAway(AtomicInteger batches, List<Submission> submissions) {
        if (batches.incrementAndGet() > 1) {
            throw new StoreAway("log", Duration.ofMillis(10), null);
        }
        return fixture.append(submissions);
    }

    private RawMessage raw() {
        return Objects.requireNonNull(fixture.submitted.getFirst().raw());
    }

    private double status(String status) {
        return fixture.meters
                .counter("musubi.files.events", "account", "ginza", "status", status)
                .count();
    }

    private FileAccount account() {
        return FilesFixture.folder(mapping, inbox);
    }

    private static FileIntake intake(FileInboxes inboxes) {
        return inboxes.intakes().getFirst();
    }

    private void start(FileInboxes inboxes) {
        context = new DefaultCamelContext();
        FileInboxes.openAll(context, List.of(inboxes));
        context.start();
    }

    private void drop(String name, byte[] content) throws IOException {
        var hidden = Files.write(folder.resolve("writing"), content);
        Files.move(hidden, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
