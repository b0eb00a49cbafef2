package dev.musubi.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.deadletter.DeadLetter.State;
import dev.musubi.event.Appended;
import dev.musubi.event.Appended.Status;
import dev.musubi.event.EventState;
import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Node;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.platform.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private static final Problem TOO_LONG =
            new Problem(422, "invalid-field", "", "data.lines: at most 2000", "data.lines");

    private final List<DeadLetterSource> others = new ArrayList<>();
    private final List<Undelivered> redelivered = new ArrayList<>();

    private Function<Undelivered, List<Appended>> shopify = letter -> List.of();
    private Instant now = Instant.parse("2026-11-22T01:15:30.123456Z");
    private DocumentStore documents;
    private DeadLetters letters;

    @BeforeEach
    void open() {
        documents = Fresh.store();
        letters =
                DeadLetters.over(
                        documents,
                        clock(),
                        new SimpleMeterRegistry(),
                        () -> List.of(redelivery()),
                        () -> others);
    }

    @AfterEach
    void drop() {
        documents.database().drop();
        documents.close();
    }

    @Test
    void aLetterIsKeptAsItCame() {
        Undelivered message =
                new Undelivered(
                        "shopify",
                        "main",
                        "webhook",
                        "not JSON",
                        "application/json",
                        new byte[] {0, -1, -128, 10},
                        Map.of("x-shopify-topic", "orders/create", "a.b$c", "d"));

        String id = letters.keep(message);

        DeadLetter kept = letters.find(id).orElseThrow();
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(kept)
                .usingRecursiveComparison()
                .isEqualTo(
                        new DeadLetter(
                                id,
                                message,
                                State.OPEN,
                                Instant.parse("2026-11-22T01:15:30.123Z"),
                                0,
                                null,
                                List.of()));
    }

    @Test
    void theSameOriginalFromTheSamePlaceIsOneLetterWhateverTheReason() {
        String first = letters.keep(letter("a", "reason"));
        now = now.plusSeconds(60);

        String second = letters.keep(letter("a", "another reason"));

        assertThat(second).isEqualTo(first);
        assertThat(all()).hasSize(1);
        assertThat(all().getFirst().message().reason()).isEqualTo("reason");
    }

    @Test
    void anotherPlaceOrOriginalOrAccountIsAnotherLetter() {
        letters.keep(message("shopify", "main", "p", "ab"));
        letters.keep(message("shopify", "main", "pa", "b"));
        letters.keep(message("shopify", "mainp", "", "ab"));
        letters.keep(message("shop", "ifymain", "p", "ab"));

        assertThat(all()).hasSize(4);
    }

    @Test
    void theListRunsNewestFirstPageByPageAndMissesNothingKeptAtOneInstant() {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            kept.add(letters.keep(letter("letter " + i, "reason")));
            now = i % 3 == 2 ? now.plusMillis(1) : now;
        }

        List<DeadLetter> seen = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            DeadLetterPage page = letters.list(DeadLetterFilter.ALL, cursor, 2);
            assertThat(page.letters()).hasSizeLessThanOrEqualTo(2);
            seen.addAll(page.letters());
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen).extracting(DeadLetter::id).containsExactlyInAnyOrderElementsOf(kept);
        assertThat(seen).isSortedAccordingTo(DeadLetterCursor.NEWEST_FIRST);
    }

    @Test
    void theListCanBeNarrowedToAChannelAndAState() {
        shopify = letter -> List.of();
        String done = letters.keep(message("shopify", "main", "webhook", "1"));
        String open = letters.keep(message("shopify", "main", "webhook", "2"));
        letters.keep(message("files", "ginza", "a.csv:1", "3"));
        letters.replay(done);

        assertThat(ids(new DeadLetterFilter("shopify", State.OPEN))).containsExactly(open);
        assertThat(ids(new DeadLetterFilter(null, State.REPLAYED))).containsExactly(done);
        assertThat(ids(new DeadLetterFilter("files", null))).hasSize(1);
    }

    @Test
    void aCursorThatWasNotMadeHereIsRefused() {
        for (String cursor : List.of("", "%%%", "bm9uc2Vuc2U", "MTIzfA==x")) {
            assertThatThrownBy(() -> letters.list(DeadLetterFilter.ALL, cursor, 10))
                    .as(cursor)
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void aReplayThatGoesInSettlesTheLetterWithItsResults() {
        shopify = letter -> List.of(result(Status.ACCEPTED, null), result(Status.DUPLICATE, null));
        String id = letters.keep(letter("a", "reason"));
        now = now.plusSeconds(60);

        DeadLetter replayed = letters.replay(id);

        assertThat(replayed.state()).isEqualTo(State.REPLAYED);
        assertThat(replayed.attempts()).isEqualTo(1);
        assertThat(replayed.attemptedAt()).isEqualTo(Instant.parse("2026-11-22T01:16:30.123Z"));
        assertThat(replayed.results())
                .extracting(Appended::status)
                .containsExactly(Status.ACCEPTED, Status.DUPLICATE);
        assertThat(letters.find(id))
                .hasValueSatisfying(
                        found -> assertThat(found).usingRecursiveComparison().isEqualTo(replayed));
    }

    @Test
    void aReplayOfASettledLetterDoesNothing() {
        String id = letters.keep(letter("a", "reason"));
        letters.replay(id);

        DeadLetter again = letters.replay(id);

        assertThat(again.attempts()).isEqualTo(1);
        assertThat(redelivered).hasSize(1);
    }

    @Test
    void aReplayThatIsRejectedKeepsTheLetterOpenWithTheNewReason() {
        shopify =
                letter -> List.of(result(Status.ACCEPTED, null), result(Status.REJECTED, TOO_LONG));
        String id = letters.keep(letter("a", "reason"));

        DeadLetter still = letters.replay(id);

        assertThat(still.state()).isEqualTo(State.OPEN);
        assertThat(still.message().reason())
                .isEqualTo("an event was rejected: data.lines: at most 2000");
        assertThat(still.results().get(1).problem()).isEqualTo(TOO_LONG);
    }

    @Test
    void aReplayThatCannotReadItKeepsTheLetterOpenWithTheNewReason() {
        shopify =
                letter -> {
                    throw new Refused(TOO_LONG);
                };
        String id = letters.keep(letter("a", "reason"));

        DeadLetter still = letters.replay(id);

        assertThat(still.state()).isEqualTo(State.OPEN);
        assertThat(still.attempts()).isEqualTo(1);
        assertThat(still.message().reason()).isEqualTo("data.lines: at most 2000");
    }

    @Test
    void aStoreThatIsAwayDuringAReplayLeavesTheLetterAsItWas() {
        shopify =
                letter -> {
                    throw new StoreAway("away", Duration.ofSeconds(1), null);
                };
        String id = letters.keep(letter("a", "reason"));

        assertThatThrownBy(() -> letters.replay(id)).isInstanceOf(StoreAway.class);
        assertThat(letters.find(id).orElseThrow().attempts()).isZero();
    }

    @Test
    void aLetterOfAChannelThatDoesNotRunStaysAndSaysSo() {
        String id = letters.keep(message("fax", "main", "page 1", "a"));

        assertThatThrownBy(() -> letters.replay(id))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(409));
        assertThat(letters.find(id).orElseThrow().state()).isEqualTo(State.OPEN);
    }

    @Test
    void anUnknownIdIsNotFound() {
        assertThat(letters.find("nothing")).isEmpty();
        assertThatThrownBy(() -> letters.replay("nothing"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(404));
    }

    @Test
    void anOriginalBeyondTheLimitIsRefused() {
        Undelivered large =
                new Undelivered(
                        "files",
                        "ginza",
                        "a.csv",
                        "truncated",
                        "text/csv",
                        new byte[DeadLetters.MAX_ORIGINAL + 1],
                        Map.of());

        assertThatThrownBy(() -> letters.keep(large)).isInstanceOf(Refused.class);
    }

    @Test
    void theLargestOriginalIsKept() {
        byte[] original = new byte[DeadLetters.MAX_ORIGINAL];
        original[original.length - 1] = 7;
        Undelivered large =
                new Undelivered("files", "ginza", "a.csv", "r", "text/csv", original, Map.of());

        String id = letters.keep(large);

        assertThat(letters.find(id).orElseThrow().message().original()).isEqualTo(original);
    }

    @Test
    void lettersOfOtherSourcesAreListedFoundAndReplayedAmongTheKept() {
        others.add(new OneLetter(letterAt("event-1", now.minusSeconds(30))));
        String older = letters.keep(letter("old", "reason"));
        now = now.plusSeconds(60);
        String newer = letters.keep(letter("new", "reason"));
        others.add(new OneLetter(letterAt("event-2", now.minusSeconds(30))));

        DeadLetterPage first = letters.list(DeadLetterFilter.ALL, null, 2);
        DeadLetterPage second = letters.list(DeadLetterFilter.ALL, first.next(), 2);

        assertThat(first.letters()).extracting(DeadLetter::id).containsExactly(newer, "event-2");
        assertThat(second.letters()).extracting(DeadLetter::id).containsExactly(older, "event-1");
        assertThat(second.next()).isNull();
        assertThat(letters.find("event-1")).isPresent();
        assertThat(letters.replay("event-2").state()).isEqualTo(State.REPLAYED);
    }

    @Test
    void deadEventsStandAmongTheKeptLettersAlsoWithinOneMillisecond() {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        List<StoredEvent> dead =
                List.of(
                        deadEvent("pos|r-2", at, EventState.State.DEAD),
                        deadEvent("pos|r-1", at, EventState.State.DEAD),
                        deadEvent("pos|r-0", at.minusMillis(1), EventState.State.DEAD));
        others.add(deadEvents(dead, new ArrayList<>()));
        letters.keep(letter("one", "reason"));
        letters.keep(letter("two", "reason"));

        List<DeadLetter> seen = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            DeadLetterPage page = letters.list(DeadLetterFilter.ALL, cursor, 1);
            seen.addAll(page.letters());
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
        assertThat(seen)
                .extracting(letter -> letter.message().channel())
                .containsExactly("events", "events", "shopify", "shopify", "events");
    }

    @Test
    void aDeadEventIsFoundAndRevivedOnce() {
        List<String> revived = new ArrayList<>();
        others.add(deadEvents(List.of(deadEvent("pos|r|1", now, EventState.State.DEAD)), revived));
        String id = letters.list(DeadLetterFilter.ALL, null, 1).letters().getFirst().id();

        DeadLetter replayed = letters.replay(id);

        assertThat(letters.find(id)).isPresent();
        assertThat(revived).containsExactly("pos|r|1");
        assertThat(replayed.state()).isEqualTo(State.REPLAYED);
        assertThat(replayed.results())
                .containsExactly(new Appended("pos", "r|1", Status.ACCEPTED, null));
        assertThat(replayed.message().reason()).isEqualTo("died");
    }

    @Test
    void anEventThatIsNotDeadIsNoDeadLetter() {
        others.add(
                deadEvents(
                        List.of(deadEvent("pos|r-1", now, EventState.State.APPLIED)),
                        new ArrayList<>()));

        assertThat(letters.find("x" + HexFormat.of().formatHex("pos|r-1".getBytes(UTF_8))))
                .isEmpty();
        assertThat(letters.find("xzz")).isEmpty();
        assertThat(letters.find("x")).isEmpty();
    }

    /** The log's dead events as EventStore lists them: newest first, then by key. */
    private static DeadEvents deadEvents(List<StoredEvent> events, List<String> revived) {
        return new DeadEvents(
                (before, limit) ->
                        events.stream()
                                .filter(
                                        event ->
                                                before == null
                                                        || event.receivedAt()
                                                                .isBefore(before.time())
                                                        || (event.receivedAt().equals(before.time())
                                                                && event.key()
                                                                                .compareTo(
                                                                                        before
                                                                                                .key())
                                                                        < 0))
                                .limit(limit)
                                .toList(),
                key -> events.stream().filter(event -> event.key().equals(key)).findFirst(),
                revived::add);
    }

    private static StoredEvent deadEvent(String key, Instant at, EventState.State state) {
        Node home = new Node("order:x");
        return new StoredEvent(
                key,
                "order.placed",
                at,
                at,
                home,
                List.of(home),
                state,
                "died",
                "key:1",
                null,
                "{}");
    }

    /** A source of one letter. */
    private record OneLetter(DeadLetter letter) implements DeadLetterSource {

        @Override
        public List<DeadLetter> list(
                DeadLetterFilter filter, @Nullable DeadLetterCursor after, int limit) {
            boolean comes =
                    after == null
                            || letter.keptAt().isBefore(after.keptAt())
                            || (letter.keptAt().equals(after.keptAt())
                                    && letter.id().compareTo(after.id()) < 0);
            return comes ? List.of(letter) : List.of();
        }

        @Override
        public Optional<DeadLetter> find(String id) {
            return Optional.of(letter).filter(one -> one.id().equals(id));
        }

        @Override
        public Optional<DeadLetter> replay(String id) {
            return find(id).map(
                            one ->
                                    new DeadLetter(
                                            one.id(),
                                            one.message(),
                                            State.REPLAYED,
                                            one.keptAt(),
                                            1,
                                            one.keptAt(),
                                            List.of()));
        }
    }

    private Redelivery redelivery() {
        return new Redelivery() {
            @Override
            public String channel() {
                return "shopify";
            }

            @Override
            public List<Appended> redeliver(Undelivered letter) {
                redelivered.add(letter);
                return shopify.apply(letter);
            }
        };
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    private List<DeadLetter> all() {
        return letters.list(DeadLetterFilter.ALL, null, DeadLetters.MAX_PAGE).letters();
    }

    private List<String> ids(DeadLetterFilter filter) {
        return letters.list(filter, null, 10).letters().stream().map(DeadLetter::id).toList();
    }

    private static DeadLetter letterAt(String id, Instant keptAt) {
        return new DeadLetter(
                id, letter("an event", "died"), State.OPEN, keptAt, 0, null, List.of());
    }

    private static Undelivered letter(String original, String reason) {
        return new Undelivered(
                "shopify",
                "main",
                "webhook",
                reason,
                "application/json",
                original.getBytes(UTF_8),
                Map.of());
    }

    private static Undelivered message(
            String channel, String account, String place, String original) {
        return new Undelivered(
                channel,
                account,
                place,
                "reason",
                "text/plain",
                original.getBytes(UTF_8),
                Map.of());
    }

    private static Appended result(Status status, @Nullable Problem problem) {
        return new Appended("shopify:main", "id-" + status, status, problem);
    }
}
