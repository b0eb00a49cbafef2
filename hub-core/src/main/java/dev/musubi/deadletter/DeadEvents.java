package dev.musubi.deadletter;

import dev.musubi.deadletter.DeadLetter.State;
import dev.musubi.event.Appended;
import dev.musubi.event.EventLog;
import dev.musubi.event.EventState;
import dev.musubi.event.Position;
import dev.musubi.event.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The events that died while they were applied, as letters of the channel {@value #CHANNEL}. They
 * are durable in the event log already; a replay there lets the consumers try again.
 */
final class DeadEvents implements DeadLetterSource {

    static final String CHANNEL = "events";

    /*
     * A letter's id is this prefix and the event's key in hexadecimal. Hexadecimal of UTF-8 keeps
     * the order in which MongoDB sorts the keys. The prefix is greater than every digit of a kept
     * letter's id: within one millisecond all events come before all kept letters, so that a cursor
     * at a kept letter says that the events of its millisecond have been shown.
     */
    private static final String PREFIX = "x";

    private final BiFunction<@Nullable Position, Integer, List<StoredEvent>> dead;
    private final Function<String, Optional<StoredEvent>> byKey;
    private final Predicate<String> replay;

    DeadEvents(
            BiFunction<@Nullable Position, Integer, List<StoredEvent>> dead,
            Function<String, Optional<StoredEvent>> byKey,
            Predicate<String> replay) {
        this.dead = dead;
        this.byKey = byKey;
        this.replay = replay;
    }

    static DeadEvents of(EventLog log) {
        return new DeadEvents(log::dead, key -> log.find(source(key), id(key)), log::replay);
    }

    @Override
    public List<DeadLetter> list(
            DeadLetterFilter filter, @Nullable DeadLetterCursor after, int limit) {
        boolean none =
                filter.state() == State.REPLAYED
                        || (filter.channel() != null && !filter.channel().equals(CHANNEL));
        return none
                ? List.of()
                : dead.apply(after == null ? null : position(after), limit).stream()
                        .map(event -> letter(event, "", State.OPEN, List.of()))
                        .toList();
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return key(id).flatMap(byKey)
                .filter(event -> event.state() == EventState.State.DEAD)
                .map(event -> letter(event, event.body(), State.OPEN, List.of()));
    }

    /** An event that was revived before, or was never dead, is on its way: nothing to do. */
    @Override
    public Optional<DeadLetter> replay(String id) {
        return key(id).flatMap(byKey).map(this::revived);
    }

    private DeadLetter revived(StoredEvent event) {
        boolean now = replay.test(event.key());
        Appended.Status status = now ? Appended.Status.ACCEPTED : Appended.Status.DUPLICATE;
        return letter(
                event,
                event.body(),
                State.REPLAYED,
                List.of(new Appended(source(event.key()), id(event.key()), status, null)));
    }

    private static DeadLetter letter(
            StoredEvent event, String body, State state, List<Appended> results) {
        String reason = event.reason();
        return new DeadLetter(
                PREFIX + HexFormat.of().formatHex(event.key().getBytes(StandardCharsets.UTF_8)),
                new Undelivered(
                        CHANNEL,
                        event.sender(),
                        event.key(),
                        reason == null ? "" : reason,
                        "application/json",
                        body.getBytes(StandardCharsets.UTF_8),
                        Map.of()),
                state,
                event.receivedAt(),
                0,
                null,
                results);
    }

    private static Position position(DeadLetterCursor after) {
        return new Position(after.keptAt(), key(after.id()).orElse(""));
    }

    private static Optional<String> key(String letterId) {
        if (!letterId.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] key = HexFormat.of().parseHex(letterId, PREFIX.length(), letterId.length());
            return Optional.of(new String(key, StandardCharsets.UTF_8))
                    .filter(text -> text.indexOf('|') > 0);
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** The part of a key before its first bar; no source holds one. */
    private static String source(String key) {
        return key.substring(0, key.indexOf('|'));
    }

    private static String id(String key) {
        return key.substring(key.indexOf('|') + 1);
    }
}
