package dev.musubi.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.deadletter.DeadLetter;
import dev.musubi.deadletter.DeadLetterFilter;
import dev.musubi.deadletter.DeadLetters;
import dev.musubi.event.Appended;
import dev.musubi.event.EventLog;
import dev.musubi.event.Submission;
import dev.musubi.order.Orders;
import dev.musubi.platform.DocumentStore;
import dev.musubi.testing.TestHub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files into the real log, orders and dead letters. */
class FilesOnARealHubTest {
    private static final Charset TILL = Charset.forName("windows-31j");
    private static final Instant DAY = Instant.parse("2026-11-10T18:00:00Z");

    @TempDir Path folder;

    private final TestHub hub = TestHub.start();
    private final List<Appended> appended = new ArrayList<>();
    private final List<FileInboxes> current = new ArrayList<>();
    private final DeadLetters letters =
            DeadLetters.over(
                    hub.get(DocumentStore.class),
                    Clock.systemUTC(),
                    new SimpleMeterRegistry(),
                    () -> List.of(current.getLast().redelivery()),
                    List::of);

    @BeforeEach
    void configure() throws IOException {
        Files.createDirectory(folder.resolve("inbox"));
        map(FilesFixture.FLAT);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void theSameReceiptOnALaterDayIsADuplicateAndNoConflict() throws IOException {
        take("monday.csv", DAY, "1,2026/11/10 10:15,A,1,1200,,");
        take("tuesday.csv", DAY.plusSeconds(86_400), "1,2026/11/10 10:15,A,1,1200,,");

        assertThat(appended)
                .extracting(Appended::status)
                .containsExactly(Appended.Status.ACCEPTED, Appended.Status.DUPLICATE);
        assertThat(total()).isEqualTo("1 order, 1200");
    }

    @Test
    void aCorrectedReceiptReplacesTheOldAndTheOldDoesNotComeBack() throws IOException {
        take("a.csv", DAY, "1,2026/11/10 10:15,A,1,1200,,");
        take("b.csv", DAY.plusSeconds(60), "1,2026/11/10 10:15,A,1,1000,,");
        assertThat(total()).isEqualTo("1 order, 1000");

        take("a.csv", DAY.plusSeconds(120), "1,2026/11/10 10:15,A,1,1200,,");

        assertThat(total()).isEqualTo("1 order, 1000");
    }

    @Test
    void anOlderFileThatComesLateChangesNothing() throws IOException {
        take("b.csv", DAY.plusSeconds(60), "1,2026/11/10 10:15,A,1,1000,,");
        take("a.csv", DAY, "1,2026/11/10 10:15,A,1,1200,,");

        assertThat(total()).isEqualTo("1 order, 1000");
    }

    @Test
    void aRowThatIsMendedMakesItsReceiptWhole() throws IOException {
        take("a.csv", DAY, "1,2026/11/10 10:15,A,1,1200,,\nginza,1,2026/11/10 10:15,B,2点,300,,");
        assertThat(total()).isEqualTo("1 order, 1200");
        var letter = open().getFirst();
        assertThat(letter.message().place()).isEqualTo("a.csv:3 key ginza|1");

        map(
                FilesFixture.FLAT.replace(
                        "quantity: 数量", "quantity: {column: 数量, replace: [{find: 点}]}"));
        var replayed = letters.replay(letter.id());
        settle();

        assertThat(replayed.state().wire()).isEqualTo("replayed");
        assertThat(total()).isEqualTo("1 order, 1800");
    }

    @Test
    void aMendedRowDoesNotUndoALaterCorrection() throws IOException {
        take("a.csv", DAY, "1,2026/11/10 10:15,A,1,1200,,\nginza,1,2026/11/10 10:15,B,2点,300,,");
        take("b.csv", DAY.plusSeconds(60), "1,2026/11/10 10:15,A,1,700,,");
        map(
                FilesFixture.FLAT.replace(
                        "quantity: 数量", "quantity: {column: 数量, replace: [{find: 点}]}"));

        letters.replay(open().getFirst().id());
        settle();

        assertThat(total()).isEqualTo("1 order, 700");
    }

    @Test
    void aReceiptThatTheLogRejectsIsADeadLetter() throws IOException {
        take("a.csv", DAY, "1,1850/11/10 10:15,A,1,1200,,");

        assertThat(open())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.message().place()).isEqualTo("a.csv:2 key ginza|1");
                            assertThat(letter.message().reason()).startsWith("rejected: time:");
                        });
    }

    private void map(String mapping) throws IOException {
        Files.writeString(folder.resolve("tills.yaml"), mapping);
        var account = FilesFixture.folder(folder.resolve("tills.yaml"), folder.resolve("inbox"));
        current.add(
                FileInboxes.of(
                        new FileChannels(folder.resolve("work"), Map.of("ginza", account)),
                        this::append,
                        FilesFixture.TODAY,
                        letters::keep,
                        Clock.systemUTC(),
                        new SimpleMeterRegistry()));
    }

    private List<Appended> append(List<Submission> submissions) {
        var results = hub.get(EventLog.class).append(submissions);
        appended.addAll(results);
        return results;
    }

    private void take(String name, Instant modified, String rows) throws IOException {
        var file =
                Files.write(
                        folder.resolve("file"),
                        (FilesFixture.HEADER + "ginza," + rows + "\n").getBytes(TILL));
        var intake = current.getLast().intakes().getFirst();
        intake.take(file, name, modified, ".failed/" + name);
        settle();
    }

    private void settle() {
        hub.settle(
                appended.stream().filter(one -> one.status() != Appended.Status.REJECTED).toList());
    }

    private List<DeadLetter> open() {
        return letters.list(new DeadLetterFilter(Letters.CHANNEL, DeadLetter.State.OPEN), null, 10)
                .letters();
    }

    private String total() {
        var totals = hub.get(Orders.class).totals("pos:ginza").byCurrency().get("JPY");
        return totals.all().orders() + " order, " + totals.all().revenue().toPlainString();
    }
}
