package dev.musubi.connectors.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import dev.musubi.connectors.common.Append;
import dev.musubi.event.Appended;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Member masters through their folders into a real hub. */
class MembersOnARealHubTest {
    private static final Instant MONDAY = Instant.parse("2026-11-02T18:00:00Z");
    private static final Instant TUESDAY = MONDAY.plus(Duration.ofDays(1));
    private static final Instant WEDNESDAY = MONDAY.plus(Duration.ofDays(2));

    @TempDir Path folder;
    private MembersHub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new MembersHub(folder);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aDeltaAddsAndChangesAndItsRepetitionUnderAnyNameChangesNothing() throws IOException {
        hub.start(Masters.MAPPING);
        hub.take("monday.csv", MONDAY, Masters.rows(1, 4, "1"));
        assertThat(hub.count(Appended.Status.ACCEPTED)).isEqualTo(6);
        assertThat(hub.inbox().resolve(".done/monday.csv")).exists();

        hub.take("monday.csv", MONDAY, Masters.rows(1, 4, "1"));
        hub.take("renamed.csv", TUESDAY, Masters.rows(1, 4, "1"));

        assertThat(hub.count(Appended.Status.ACCEPTED)).isEqualTo(6);
        assertThat(hub.changes("unchanged")).isEqualTo(6);
        hub.take("wednesday.csv", WEDNESDAY, Masters.row("M1", "090-9999-0000", "1"));
        assertThat(hub.timeline("M1"))
                .containsExactlyInAnyOrder("profile.updated", "consent.changed", "profile.updated");
        assertThat(hub.profile("M1").nodeList().toString()).contains("+819099990000");
    }

    @Test
    void aFileInTheCharsetOfJapaneseMachinesKeepsItsCharacters() throws IOException {
        hub.start(Masters.MAPPING);

        hub.take("m.csv", MONDAY, "M1,髙﨑　①子,ﾀｶｻｷ ﾏﾙｺ,,,,,,,,\n");

        assertThat(hub.profile("M1").known().traits().values().toString())
                .contains("髙﨑")
                .contains("①子");
    }

    @Test
    void utf8WithAByteOrderMarkAndGzipAreTakenToo() throws IOException {
        hub.start(Masters.MAPPING.replace("windows-31j", "UTF-8"));
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(
                    ("\uFEFF" + Masters.HEADER + Masters.row("M1", "090-1111-2222", "1"))
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        hub.drop("", "m.csv.gz", MONDAY, bytes.toByteArray());

        await().until(() -> Files.exists(hub.inbox().resolve(".done/m.csv.gz")));
        assertThat(hub.count(Appended.Status.ACCEPTED)).isEqualTo(2);
    }

    @Test
    void consentsArriveAndAGrantThatIsRepeatedDoesNotOutdoALaterDenial() throws IOException {
        hub.start(Masters.MAPPING);
        hub.take("1.csv", MONDAY, "M1,,,,,,,h@example.jp,1,,\nM2,,,,,,,j@example.jp,,,\n");
        assertThat(hub.mayMail("M1", "h@example.jp")).isEqualTo("granted");
        assertThat(hub.mayMail("M2", "j@example.jp")).isEqualTo("no_consent");

        hub.apply(
                Json.read(
                        """
                        {"source":"shop:web","id":"c1","type":"consent.changed",
                         "time":"2026-11-03T00:00:00Z","channel":"web",
                         "identifiers":[{"type":"loyalty_id","value":"M1"}],
                         "data":{"purpose":"marketing","channel":"email","decision":"denied"}}
                        """));
        hub.take("2.csv", WEDNESDAY, "M1,,,,,,090-1111-2222,h@example.jp,1,,\n");

        assertThat(hub.mayMail("M1", "h@example.jp")).isEqualTo("denied");
        hub.take("3.csv", WEDNESDAY.plusSeconds(60), "M1,,,,,,,h@example.jp,0,,\n");
        hub.take("4.csv", WEDNESDAY.plusSeconds(120), "M1,,,,,,,h@example.jp,1,,\n");
        assertThat(hub.mayMail("M1", "h@example.jp")).isEqualTo("granted");
    }

    @Test
    void aFullFileAddsChangesAndSaysWhoIsGoneAndTakesNothingBack() throws IOException {
        hub.set("mode", "full");
        hub.start(Masters.MAPPING);
        hub.take("monday.csv", MONDAY, Masters.rows(1, 21, "1"));

        hub.take(
                "tuesday.csv",
                TUESDAY,
                Masters.rows(2, 20, "1")
                        + Masters.row("M20", "090-9999-0000", "1")
                        + Masters.row("M21", "090-9999-0021", "1"));

        assertThat(hub.changes("added")).isEqualTo(21);
        assertThat(hub.changes("changed")).isEqualTo(1);
        assertThat(hub.changes("unchanged")).isEqualTo(18);
        assertThat(hub.changes("gone")).isEqualTo(1);
        assertThat(hub.timeline("M1"))
                .containsExactlyInAnyOrder("member.left", "profile.updated", "consent.changed");
        assertThat(hub.mayMail("M1", "any@example.jp")).isEqualTo("granted");
        assertThat(hub.timeline("M2")).doesNotContain("member.left");

        hub.take("wednesday.csv", WEDNESDAY, Masters.rows(1, 21, "1"));
        assertThat(hub.timeline("M1")).startsWith("profile.updated", "member.left");
        assertThat(hub.changes("added")).isEqualTo(22);
    }

    @Test
    void aMasterWithHalfItsMembersGoneIsRefusedAndTakenOnceConfirmed() throws IOException {
        hub.set("mode", "full");
        hub.start(Masters.MAPPING);
        hub.take("monday.csv", MONDAY, Masters.rows(0, 20, "1"));
        var before = hub.count(Appended.Status.ACCEPTED);

        hub.take(
                "tuesday.csv",
                TUESDAY,
                Masters.rows(0, 10, "1") + Masters.row("M99", "090-9999-0099", "1"));

        assertThat(hub.count(Appended.Status.ACCEPTED)).isEqualTo(before);
        assertThat(hub.letters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.message().place()).isEqualTo("tuesday.csv");
                            assertThat(letter.message().reason())
                                    .startsWith(
                                            "10 of 20 members would be gone, more than max-gone"
                                                    + " allows (10%); nothing was taken.")
                                    .contains(".confirmed");
                        });
        assertThat(hub.replay(hub.letters().getFirst()).state().wire()).isEqualTo("open");
        var failed = hub.inbox().resolve(".failed");
        try (var files = Files.list(failed)) {
            var aside = files.toList().getFirst();
            Files.move(aside, hub.inbox().resolve("tuesday.confirmed.csv"));
        }

        await().until(() -> Files.exists(hub.inbox().resolve(".done/tuesday.confirmed.csv")));
        assertThat(hub.changes("gone")).isEqualTo(10);
        hub.settle();
        assertThat(hub.timeline("M15")).contains("member.left");
        assertThat(hub.timeline("M99")).contains("profile.updated");
        assertThat(hub.replay(hub.letters().getFirst()).state().wire()).isEqualTo("replayed");
    }

    @Test
    void anEmptyFullFileIsRefusedHoweverFewItWouldTake() throws IOException {
        hub.set("mode", "full");
        hub.start(Masters.MAPPING);
        hub.take("monday.csv", MONDAY, Masters.rows(0, 2, "1"));

        hub.take("tuesday.csv", TUESDAY, "");

        assertThat(hub.letters().getFirst().message().reason())
                .startsWith("2 of 2 members would be gone");
    }

    @Test
    void nobodyIsGoneWhereARowNamesNoMember() throws IOException {
        hub.set("mode", "full");
        hub.start(Masters.MAPPING);
        hub.take("monday.csv", MONDAY, Masters.rows(0, 20, "1"));

        hub.take("tuesday.csv", TUESDAY, Masters.rows(0, 19, "1") + "M19;cut by hand\n");

        assertThat(hub.timeline("M19")).doesNotContain("member.left");
        hub.take("wednesday.csv", WEDNESDAY, Masters.rows(0, 19, "1"));
        assertThat(hub.timeline("M19")).contains("member.left");
    }

    @Test
    void badRowsAreDeadLettersAndAReplayTakesThemInAsOfTheirFile() throws IOException {
        hub.start(Masters.MAPPING);

        hub.take(
                "monday.csv",
                MONDAY,
                Masters.row("M1", "090-1111-2222", "1")
                        + "M2,田中 次郎,,,平成2年4月1日,,,,1,,\n"
                        + Masters.row("M3", "090-1111-3333", "1"));

        assertThat(hub.count(Appended.Status.ACCEPTED)).isEqualTo(4);
        assertThat(hub.inbox().resolve(".done/monday.csv")).exists();
        var letter = hub.letters().getFirst();
        assertThat(letter.message().place()).isEqualTo("monday.csv:3");
        assertThat(letter.message().reason())
                .isEqualTo("birthDate: 8 characters are not a day of the mapping's pattern");
        assertThat(hub.replay(letter).state().wire()).isEqualTo("open");
        hub.start(
                Masters.MAPPING.replace(
                        "birthDate: 生年月日",
                        "birthDate: {column: 生年月日, replace: [{find: '^平成.*', with: ''}]}"));
        assertThat(hub.replay(letter).state().wire()).isEqualTo("replayed");
        assertThat(hub.timeline("M2"))
                .containsExactlyInAnyOrder("profile.updated", "consent.changed");

        hub.take("tuesday.csv", TUESDAY, "M2,田中 次郎,,,平成2年4月1日,,,,1,,\n");
        assertThat(hub.changes("unchanged")).isEqualTo(1);
    }

    @Test
    void aRowThatTheLogRejectsIsADeadLetterAndTheOthersGoIn() throws IOException {
        hub.start(Masters.MAPPING);

        hub.take(
                "monday.csv",
                MONDAY,
                "M1,佐藤 花子,,,1700-01-01,,,,,,\n" + Masters.row("M2", "090-1111-2222", "1"));

        assertThat(hub.letters())
                .singleElement()
                .satisfies(
                        letter ->
                                assertThat(letter.message().reason())
                                        .startsWith("rejected: traits.birthDate"));
        assertThat(hub.timeline("M2")).hasSize(2);
    }

    @Test
    void aDryRunSaysWhatWouldChangeAndChangesNothing() throws IOException {
        hub.set("mode", "full");
        hub.start(Masters.MAPPING);
        hub.take("monday.csv", MONDAY, Masters.rows(0, 20, "1"));
        var before = hub.count(Appended.Status.ACCEPTED);

        hub.drop(
                "dry-run",
                "tuesday.csv",
                TUESDAY,
                (Masters.HEADER
                                + Masters.rows(0, 9, "1")
                                + Masters.row("M9", "090-9999-0009", "0")
                                + Masters.row("M99", "090-9999-0099", "1")
                                + "M10,,,,someday,,,,,,\n")
                        .getBytes(MembersHub.CRM));

        var written = hub.inbox().resolve("dry-run/tuesday.csv.report.json");
        await().until(() -> Files.exists(written));
        var report = MembersHub.json(written);
        assertThat(report.path("added").asInt()).isEqualTo(1);
        assertThat(report.path("changed").asInt()).isEqualTo(1);
        assertThat(report.path("unchanged").asInt()).isEqualTo(9);
        assertThat(report.path("gone").asInt()).isEqualTo(9);
        assertThat(report.path("bad").asInt()).isEqualTo(1);
        assertThat(report.path("examples").path("added").toString()).isEqualTo("[\"M99\"]");
        assertThat(report.path("examples").path("changed").toString()).isEqualTo("[\"M9\"]");
        assertThat(report.path("examples").path("gone")).hasSize(9);
        assertThat(report.path("badRows").toString())
                .isEqualTo(
                        "[{\"line\":13,\"reason\":\"birthDate: 7 characters are not a day of the"
                                + " mapping's pattern\"}]");
        assertThat(report.path("refused").asText()).startsWith("9 of 20 members would be gone");
        await().until(() -> Files.exists(hub.inbox().resolve("dry-run/.done/tuesday.csv")));
        assertThat(hub.count(Appended.Status.ACCEPTED)).isEqualTo(before);
        assertThat(hub.letters()).isEmpty();

        hub.take("later.csv", TUESDAY, Masters.rows(0, 20, "1"));
        assertThat(hub.changes("unchanged")).isEqualTo(20);
    }

    @Test
    void aDryRunOfAFileThatCannotBeReadSaysWhy() throws IOException {
        hub.start(Masters.MAPPING);

        hub.drop("dry-run", "m.csv", MONDAY, "会員番号,氏名\n".getBytes(MembersHub.CRM));

        var written = hub.inbox().resolve("dry-run/m.csv.report.json");
        await().until(() -> Files.exists(written));
        assertThat(MembersHub.json(written).path("refused").asText())
                .startsWith("the header line has 2 columns and lacks");
    }

    @Test
    void aHubKilledInTheMiddleOfAFullFileGoesOnWithoutDoubling() throws IOException {
        hub.set("mode", "full");
        hub.start(Masters.MAPPING);
        hub.take("monday.csv", MONDAY, Masters.rows(0, 700, "1"));
        assertThat(hub.count(Appended.Status.ACCEPTED)).isEqualTo(1_400);
        hub.set("file-date.from", "received");
        hub.start(Masters.MAPPING, twoBatches());
        var tuesday = Masters.rows(30, 700, "0") + Masters.rows(700, 720, "1");

        hub.drop("", "tuesday.csv", TUESDAY, (Masters.HEADER + tuesday).getBytes(MembersHub.CRM));
        await().until(() -> hub.count(Appended.Status.ACCEPTED) == 2_140);
        hub.kill();
        assertThat(hub.inbox().resolve("tuesday.csv")).exists();
        // Of the two batches the second came into the log and never among what is known.
        hub.start(Masters.MAPPING);

        await().until(() -> Files.exists(hub.inbox().resolve(".done/tuesday.csv")));
        assertThat(hub.count(Appended.Status.ACCEPTED)).isEqualTo(1_400 + 670 + 40 + 30);
        assertThat(hub.count(Appended.Status.DUPLICATE)).isBetween(230L, 250L);
        assertThat(hub.count(Appended.Status.CONFLICT)).isZero();
        hub.settle();
        assertThat(hub.timeline("M1")).startsWith("member.left").hasSize(3);
        assertThat(hub.timeline("M500")).startsWith("consent.changed").hasSize(3);
        assertThat(
                        hub.documents()
                                .collection("memberSnapshots")
                                .countDocuments(Filters.eq("left", false)))
                .isEqualTo(690);
    }

    /** A log that takes two batches and answers only the first. */
    private Append twoBatches() {
        var batches = new AtomicInteger();
        return submissions -> {
            switch (batches.incrementAndGet()) {
                case 1 -> {
                    return hub.append(submissions);
                }
                case 2 -> {
                    hub.append(submissions);
                    throw new StoreAway("log", Duration.ofSeconds(10), null);
                }
                default -> throw new StoreAway("log", Duration.ofSeconds(10), null);
            }
        };
    }
}
