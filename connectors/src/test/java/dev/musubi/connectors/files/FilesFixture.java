package dev.musubi.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.event.Submission;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** A log and dead letters that collect, and accounts with good defaults. */
final class FilesFixture {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /** Where no file comes twice. */
    static final FirstDates TODAY = (account, hash, date) -> date;

    static final String FLAT =
            """
            source: "pos:{store}"
            channel: store
            location: "{store}"
            orderSystem: tills
            currency: JPY
            format: {charset: windows-31j}
            time: {columns: [日時], patterns: ["uuuu/MM/dd HH:mm"], zone: Asia/Tokyo}
            fields: {store: 店舗, receipt: 番号, sku: 商品, quantity: 数量, unitPrice: 単価, description: 品名}
            identifiers:
              - {type: phone, column: 電話}
            """;

    static final String HEADER = "店舗,番号,日時,商品,数量,単価,品名,電話\n";

    final Map<String, JsonNode> log = Collections.synchronizedMap(new LinkedHashMap<>());
    final List<Submission> submitted = Collections.synchronizedList(new ArrayList<>());
    final Map<String, Undelivered> letters = Collections.synchronizedMap(new LinkedHashMap<>());
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    /** As the event log answers: an id once, another content under it is a conflict. */
    /** What happens elsewhere while a file is read. */
    volatile Runnable whileAppending = () -> {};

    synchronized List<Appended> append(List<Submission> submissions) {
        whileAppending.run();
        var results = new ArrayList<Appended>();
        for (var submission : submissions) {
            submitted.add(submission);
            var event = submission.envelope();
            var key = event.path("source").asText() + "|" + event.path("id").asText();
            var before = log.putIfAbsent(key, event);
            var status =
                    before == null
                            ? Appended.Status.ACCEPTED
                            : content(before).equals(content(event))
                                    ? Appended.Status.DUPLICATE
                                    : Appended.Status.CONFLICT;
            results.add(
                    new Appended(
                            event.path("source").asText(),
                            event.path("id").asText(),
                            status,
                            null));
        }
        return results;
    }

    void keep(Undelivered letter) {
        letters.put(
                letter.place()
                        + new String(
                                letter.original(), java.nio.charset.StandardCharsets.ISO_8859_1),
                letter);
    }

    List<JsonNode> events() {
        synchronized (log) {
            return List.copyOf(log.values());
        }
    }

    List<Undelivered> letters() {
        synchronized (letters) {
            return List.copyOf(letters.values());
        }
    }

    double files(String account, String outcome) {
        return meters.counter("musubi.files", "account", account, "outcome", outcome).count();
    }

    FileInboxes inboxes(Path work, String name, FileAccount account) {
        return FileInboxes.of(
                new FileChannels(work, Map.of(name, account)),
                this::append,
                FilesFixture.TODAY,
                this::keep,
                clock,
                meters);
    }

    static FileAccount folder(Path mapping, Path folder) {
        return account(mapping.toString(), folder, null);
    }

    static FileAccount account(
            String mapping, @Nullable Path folder, FileAccount.@Nullable Sftp sftp) {
        return new FileAccount(
                mapping,
                folder,
                sftp,
                Set.of("phone"),
                false,
                Map.of(),
                null,
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                null,
                new FileAccount.FileDate(null, "uuuuMMdd", FileAccount.FileDate.From.MODIFIED),
                new FileAccount.Limits(DataSize.ofGigabytes(1), 200, DataSize.ofMegabytes(1)));
    }

    private static JsonNode content(JsonNode event) {
        var copy = event.deepCopy();
        ((com.fasterxml.jackson.databind.node.ObjectNode) copy)
                .remove(List.of("asOf", "historical"));
        return copy;
    }
}
