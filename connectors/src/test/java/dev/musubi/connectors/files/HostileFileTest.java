package dev.musubi.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.deadletter.DeadLetter;
import dev.musubi.deadletter.DeadLetterFilter;
import dev.musubi.deadletter.DeadLetters;
import dev.musubi.event.Appended;
import dev.musubi.event.EventLog;
import dev.musubi.event.Submission;
import dev.musubi.identity.Identifier;
import dev.musubi.identity.IdentifierType;
import dev.musubi.identity.Identities;
import dev.musubi.identity.Nodes;
import dev.musubi.order.Orders;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException;
import dev.musubi.testing.TestHub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A till file full of bad input into the real log: every bad row is by itself a dead letter with
 * its place and reason, and everything beside it goes in once.
 */
class HostileFileTest {

    private static final Instant DAY = Instant.parse("2026-11-10T18:00:00Z");

    private static final String MAPPING =
            FilesFixture.FLAT
                            .replace("windows-31j", "utf-8")
                            .replace("fields: {", "fields: {version: 版, ")
                    + """
                      - {type: loyalty_id, column: 会員}
                    traits: {familyName: 姓}
                    """;

    private static final String HEADER = "店舗,番号,日時,商品,数量,単価,品名,電話,版,会員,姓\n";

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
        map(MAPPING);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void eachBadRowIsADeadLetterOfItsOwnAndEveryReceiptBesideItGoesIn() throws IOException {
        Map<String, String> bad = badRows();
        byte[] file = interleaved(bad);

        take("hostile.csv", file);

        assertThat(totals()).isEqualTo((bad.size() + 1) + " orders, " + (bad.size() + 1) * 100);
        List<DeadLetter> open = open();
        assertThat(open)
                .extracting(letter -> letter.message().place().replaceFirst(" key.*", ""))
                .containsExactlyInAnyOrderElementsOf(places(bad.size()));
        int row = 0;
        for (Map.Entry<String, String> one : bad.entrySet()) {
            String place = places(bad.size()).get(row++);
            DeadLetter letter =
                    open.stream()
                            .filter(l -> (l.message().place() + " ").startsWith(place + " "))
                            .findFirst()
                            .orElseThrow();
            assertThat(letter.message().reason())
                    .as(one.getKey().substring(0, Math.min(80, one.getKey().length())))
                    .contains(one.getValue())
                    .doesNotContain("Exception")
                    .hasSizeLessThan(400);
        }
    }

    @Test
    void theSameFileAgainAndEveryReplayDoubleNothing() throws IOException {
        Map<String, String> bad = badRows();
        byte[] file = interleaved(bad);
        take("hostile.csv", file);
        String before = totals();
        int letterCount = open().size();

        take("hostile.csv", file);
        take("under-another-name.csv", file);
        replayAll();

        assertThat(totals()).isEqualTo(before);
        assertThat(open().stream().filter(l -> l.message().place().startsWith("hostile.csv")))
                .hasSize(letterCount);
        assertThat(appended)
                .extracting(Appended::status)
                .containsOnly(
                        Appended.Status.ACCEPTED,
                        Appended.Status.DUPLICATE,
                        Appended.Status.REJECTED);
    }

    @Test
    void aRowThatCanBeReadAfterAMendingCountsOnceHoweverOftenItIsReplayed() throws IOException {
        take(
                "a.csv",
                (HEADER
                                + row("1", "A", "1", "100")
                                + row("2", "A", "1", "NaN")
                                + row("3", "A", "1", "100"))
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(totals()).isEqualTo("2 orders, 200");
        map(MAPPING.replace("unitPrice: 単価", "unitPrice: {column: 単価, values: {NaN: '50'}}"));

        replayAll();
        replayAll();
        take("again.csv", (HEADER + row("2", "A", "1", "NaN")).getBytes(StandardCharsets.UTF_8));

        assertThat(totals()).isEqualTo("3 orders, 250");
        assertThat(open()).isEmpty();
    }

    @Test
    void dollarsDotsAndMarksWithoutWidthAreTakenAsWhatTheyAre() throws IOException {
        take(
                "marks.csv",
                (HEADER
                                + "ginza,1,2026/11/10 10:15,$where.x,1,100,$set.a.b,,,M-1,佐藤\n"
                                + "ginza,2,2026/11/10 10:16,\u202EA,1,100,名\u200B前,,,M\u200B-1,"
                                + "\u200F佐\u200B藤\n")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(open()).isEmpty();
        assertThat(totals()).isEqualTo("2 orders, 200");
        assertThat(person("M\u200B-1")).isEqualTo(person("M-1"));
    }

    /** Who is found by this card. */
    private String person(String card) {
        var identifier = new Identifier(IdentifierType.LOYALTY_ID, null, card, false);
        return hub.get(Nodes.class)
                .node(identifier)
                .flatMap(hub.get(Identities.class)::find)
                .orElseThrow()
                .profile();
    }

    /** Rows by themselves, each with what is said of it. */
    private static Map<String, String> badRows() {
        var bad = new LinkedHashMap<String, String>();
        bad.put(row("b1", "A", "1", "NaN"), "unitPrice: a text of 3 characters is not a number");
        bad.put(row("b2", "A", "1", "Infinity"), "unitPrice: a text of 8 characters");
        bad.put(row("b3", "A", "1", "9".repeat(400)), "at most 64 are taken");
        bad.put(row("b4", "A", "9223372036854775808", "1"), "is not below 10^15");
        bad.put(row("b5", "A", "1", "1e999"), "is not below 10^15");
        bad.put(
                "ginza,b6,2026/11/10 10:15,A,1,100,,,9223372036854775808,,\n",
                "version: a text of 19 characters is not a whole number");
        bad.put("ginza,b7,0000/01/01 10:15,A,1,100,,,,,\n", "times before 1900");
        bad.put("ginza,b7b,0001/01/02 10:15,A,1,100,,,,,\n", "times before 1900");
        bad.put("ginza,b8,9999/12/31 10:15,A,1,100,,,,,\n", "times after");
        bad.put("ginza,b9,10000/01/01 10:15,A,1,100,,,,,\n", "not a time of the mapping's pattern");
        bad.put("ginza,b10,2026/02/30 10:15,A,1,100,,,,,\n", "not a time of the mapping's pattern");
        bad.put(
                "ginza,b11,2026/11/10 10:15,A,1,100,," + "9".repeat(10_240) + ",,,\n",
                "column 8: 10240 characters, at most 8192");
        bad.put(
                "ginza,b12,2026/11/10 10:15,A,1,100,,,," + "M".repeat(1_025) + ",\n",
                "loyalty_id: 1025 characters, at most 1024");
        bad.put(
                "ginza,b13,2026/11/10 10:15,A,1,100,,,,," + "姓".repeat(257) + "\n",
                "familyName: 257 characters, at most 256");
        bad.put("ginza,b14,2026/11/10 10:15,A\0,1,100,,,,,\n", "control character U+0000");
        bad.put("ginza,b15,2026/11/10 10:15,A,1,100,SURROGATE,,,,\n", "is not UTF-8");
        bad.put(
                "ginza,b16,2026/11/10 10:15,A,1,100," + "x".repeat(70_000) + ",,,,\n",
                "a line of more than 65536 bytes");
        bad.put("ginza,b17,2026/11/10 10:15,A,1,100\n", "columns, there should be 11");
        bad.put("ginza,b18,2026/11/10 10:15,\"A,1,100,,,,,\n", "is not closed");
        return bad;
    }

    /** A good receipt before, between and behind the bad rows. */
    private static byte[] interleaved(Map<String, String> bad) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(HEADER.getBytes(StandardCharsets.UTF_8));
        int number = 0;
        for (String one : bad.keySet()) {
            file.writeBytes(row("g" + number++, "A", "1", "100").getBytes(StandardCharsets.UTF_8));
            file.writeBytes(bytes(one));
        }
        file.writeBytes(row("g" + number, "A", "1", "100").getBytes(StandardCharsets.UTF_8));
        return file.toByteArray();
    }

    /** Half of a pair as the three bytes that are no UTF-8. */
    private static byte[] bytes(String row) {
        var bytes = new ByteArrayOutputStream();
        int at = row.indexOf("SURROGATE");
        if (at < 0) {
            return row.getBytes(StandardCharsets.UTF_8);
        }
        bytes.writeBytes(row.substring(0, at).getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});
        bytes.writeBytes(row.substring(at + 9).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /** The bad rows are lines 3, 5, 7 … */
    private static List<String> places(int rows) {
        var places = new ArrayList<String>();
        for (int i = 0; i < rows; i++) {
            places.add("hostile.csv:" + (3 + 2 * i));
        }
        return places;
    }

    private static String row(String number, String sku, String quantity, String price) {
        return "ginza,%s,2026/11/10 10:15,%s,%s,%s,,,,,\n".formatted(number, sku, quantity, price);
    }

    private void replayAll() {
        for (DeadLetter letter : open()) {
            try {
                letters.replay(letter.id());
            } catch (HubException.Refused still) {
                assertThat(still.problem().detail()).isNotBlank();
            }
        }
        settle();
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

    private void take(String name, byte[] content) throws IOException {
        var file = Files.write(folder.resolve("file"), content);
        current.getLast().intakes().getFirst().take(file, name, DAY, ".failed/" + name);
        settle();
    }

    private void settle() {
        hub.settle(
                appended.stream().filter(one -> one.status() != Appended.Status.REJECTED).toList());
    }

    private List<DeadLetter> open() {
        return letters.list(new DeadLetterFilter(Letters.CHANNEL, DeadLetter.State.OPEN), null, 200)
                .letters();
    }

    private String totals() {
        var totals = hub.get(Orders.class).totals("pos:ginza").byCurrency().get("JPY");
        return totals.all().orders() + " orders, " + totals.all().revenue().toPlainString();
    }
}
