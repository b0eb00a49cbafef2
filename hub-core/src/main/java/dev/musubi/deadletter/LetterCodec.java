package dev.musubi.deadletter;

import dev.musubi.deadletter.DeadLetter.State;
import dev.musubi.event.Appended;
import dev.musubi.platform.Problem;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** A letter as a document and back. */
final class LetterCodec {

    static final String ID = "_id";
    static final String CHANNEL = "channel";
    static final String REASON = "reason";
    static final String STATE = "state";
    static final String KEPT_AT = "keptAt";
    static final String ATTEMPTS = "attempts";
    static final String ATTEMPTED_AT = "attemptedAt";
    static final String RESULTS = "results";

    static final String ACCOUNT = "account";
    private static final String PLACE = "place";
    private static final String MEDIA_TYPE = "mediaType";
    static final String ORIGINAL = "original";
    static final String ATTRIBUTES = "attributes";

    private static final Binary NO_ORIGINAL = new Binary(new byte[0]);

    private LetterCodec() {}

    static Document toDocument(String id, Undelivered message, Instant keptAt) {
        return new Document(ID, id)
                .append(CHANNEL, message.channel())
                .append(ACCOUNT, message.account())
                .append(PLACE, message.place())
                .append(REASON, message.reason())
                .append(MEDIA_TYPE, message.mediaType())
                .append(ORIGINAL, new Binary(message.original()))
                .append(ATTRIBUTES, pairs(message.attributes()))
                .append(STATE, State.OPEN.wire())
                .append(KEPT_AT, keptAt)
                .append(ATTEMPTS, 0);
    }

    static DeadLetter toLetter(Document document) {
        Undelivered message =
                new Undelivered(
                        document.getString(CHANNEL),
                        document.getString(ACCOUNT),
                        document.getString(PLACE),
                        document.getString(REASON),
                        document.getString(MEDIA_TYPE),
                        document.get(ORIGINAL, NO_ORIGINAL).getData(),
                        attributes(document.getList(ATTRIBUTES, Document.class, List.of())));
        return new DeadLetter(
                document.getString(ID),
                message,
                State.REPLAYED.wire().equals(document.getString(STATE))
                        ? State.REPLAYED
                        : State.OPEN,
                document.getDate(KEPT_AT).toInstant(),
                document.getInteger(ATTEMPTS, 0),
                instant(document, ATTEMPTED_AT),
                document.getList(RESULTS, Document.class, List.of()).stream()
                        .map(LetterCodec::toAppended)
                        .toList());
    }

    static List<Document> toDocuments(List<Appended> results) {
        return results.stream().map(LetterCodec::toDocument).toList();
    }

    private static Document toDocument(Appended result) {
        Document document =
                new Document("source", result.source())
                        .append(ID, result.id())
                        .append("status", result.status().name());
        Problem problem = result.problem();
        if (problem != null) {
            document.append(
                    "problem",
                    new Document("status", problem.status())
                            .append("code", problem.code())
                            .append("title", problem.title())
                            .append("detail", problem.detail())
                            .append("field", problem.field()));
        }
        return document;
    }

    private static Appended toAppended(Document document) {
        return new Appended(
                document.getString("source"),
                document.getString(ID),
                Appended.Status.valueOf(document.getString("status")),
                toProblem(document.get("problem", Document.class)));
    }

    private static @Nullable Problem toProblem(@Nullable Document document) {
        return document == null
                ? null
                : new Problem(
                        document.getInteger("status"),
                        document.getString("code"),
                        document.getString("title"),
                        document.getString("detail"),
                        document.getString("field"));
    }

    /** Names come from outside and may hold dots and dollars: values of a list, not keys. */
    private static List<Document> pairs(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> new Document("name", one.getKey()).append("value", one.getValue()))
                .toList();
    }

    private static Map<String, String> attributes(List<Document> pairs) {
        return pairs.stream()
                .collect(
                        Collectors.toMap(
                                one -> one.getString("name"), one -> one.getString("value")));
    }

    private static @Nullable Instant instant(Document document, String field) {
        Date date = document.getDate(field);
        return date == null ? null : date.toInstant();
    }
}
