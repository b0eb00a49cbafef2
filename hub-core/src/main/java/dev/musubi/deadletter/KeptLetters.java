package dev.musubi.deadletter;

import dev.musubi.deadletter.DeadLetter.State;
import dev.musubi.event.Appended;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The letters of this package: what the channels could not translate. */
final class KeptLetters implements DeadLetterSource {

    private final DeadLetterStore store;
    private final Clock clock;
    private final Supplier<List<Redelivery>> channels;

    KeptLetters(DeadLetterStore store, Clock clock, Supplier<List<Redelivery>> channels) {
        this.store = store;
        this.clock = clock;
        this.channels = channels;
    }

    DeadLetters.Kept keep(Undelivered message) {
        String id = LetterId.of(message);
        return new DeadLetters.Kept(id, store.insert(id, message, now()));
    }

    List<OpenLetters> openByAccount(int among, int limit) {
        return store.openByAccount(among, limit);
    }

    @Override
    public List<DeadLetter> list(
            DeadLetterFilter filter, @Nullable DeadLetterCursor after, int limit) {
        return store.newestFirst(filter, after, limit);
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return store.byId(id);
    }

    @Override
    public Optional<DeadLetter> replay(String id) {
        return store.byId(id).map(letter -> letter.state() == State.OPEN ? again(letter) : letter);
    }

    /**
     * Two of these at once for one letter are harmless: the log takes each event once, and a letter
     * that is replayed is not opened again.
     */
    private DeadLetter again(DeadLetter letter) {
        Redelivery channel = redelivery(letter.message().channel());
        Attempt attempt;
        try {
            List<Appended> results = channel.redeliver(letter.message());
            attempt = Attempt.of(results);
        } catch (Refused refused) {
            attempt = new Attempt(State.OPEN, refused.problem().detail(), List.of());
        }
        return store.recordAttempt(letter.id(), attempt, now()).orElseThrow(DeadLetters::unknown);
    }

    private Redelivery redelivery(String channel) {
        return channels.get().stream()
                .filter(one -> one.channel().equals(channel))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refused(
                                        new Problem(
                                                409,
                                                "no-redelivery",
                                                "Nobody takes letters of this channel",
                                                "the channel " + channel + " is not running here",
                                                null)));
    }

    /** Whole milliseconds, as MongoDB keeps them: the order of the list is that of the store. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
