package dev.musubi.deadletter;

import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.HubException;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that could not be taken in. Thread safe. */
public final class DeadLetters {

    /** The largest original that is kept, in bytes: beyond every limit on what comes in. */
    public static final int MAX_ORIGINAL = 8 * 1024 * 1024;

    /** The most that the attributes come to, in characters. */
    public static final int MAX_ATTRIBUTES = 2 * 1024 * 1024;

    /** The largest page. */
    public static final int MAX_PAGE = 200;

    private static final int OPEN_COUNTED = 200_000;

    private final KeptLetters kept;
    private final Supplier<List<DeadLetterSource>> others;
    private final MeterRegistry meters;

    private DeadLetters(
            KeptLetters kept, Supplier<List<DeadLetterSource>> others, MeterRegistry meters) {
        this.kept = kept;
        this.others = others;
        this.meters = meters;
    }

    /**
     * Opens the collection and sees to its indexes.
     *
     * @param channels asked at each replay, so that what replays may itself keep dead letters
     * @param others where further dead letters are, asked likewise
     */
    public static DeadLetters over(
            DocumentStore documents,
            Clock clock,
            MeterRegistry meters,
            Supplier<List<Redelivery>> channels,
            Supplier<List<DeadLetterSource>> others) {
        KeptLetters kept = new KeptLetters(new DeadLetterStore(documents), clock, channels);
        return new DeadLetters(kept, others, meters);
    }

    /**
     * Keeps a message; it is durable when this returns. The same original from the same channel,
     * account and place is one letter: keeping it again changes nothing.
     *
     * @return the letter's id
     * @throws HubException.StoreAway where it could not be made durable
     * @throws Refused where the original or the attributes are larger than their limit
     */
    public String keep(Undelivered message) {
        if (message.original().length > MAX_ORIGINAL) {
            throw tooLarge("original", MAX_ORIGINAL, message.original().length);
        }
        int attributes = message.attributes().values().stream().mapToInt(String::length).sum();
        if (attributes > MAX_ATTRIBUTES) {
            throw tooLarge("attributes", MAX_ATTRIBUTES, attributes);
        }
        Kept result = kept.keep(message);
        meters.counter(
                        "musubi.deadletters.kept",
                        "channel",
                        message.channel(),
                        "outcome",
                        result.fresh() ? "kept" : "known")
                .increment();
        return result.id();
    }

    /**
     * The letters of all sources, newest first.
     *
     * @param cursor a page's {@code next}; absent for the first page
     * @param limit 1 to {@link #MAX_PAGE}
     * @throws Refused where the cursor was not made here or the limit is out of range
     */
    public DeadLetterPage list(DeadLetterFilter filter, @Nullable String cursor, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new Refused(
                    Problem.invalid(
                            "limit", "expected 1 to " + MAX_PAGE + ", but " + limit + " came"));
        }
        DeadLetterCursor after = cursor == null ? null : position(cursor);
        List<DeadLetter> found = new ArrayList<>();
        sources().forEach(source -> found.addAll(source.list(filter, after, limit + 1)));
        found.sort(DeadLetterCursor.NEWEST_FIRST);
        if (found.size() <= limit) {
            return new DeadLetterPage(found, null);
        }
        List<DeadLetter> page = found.subList(0, limit);
        return new DeadLetterPage(page, DeadLetterCursor.of(page.getLast()).text());
    }

    /**
     * Where the messages came in that could not be read and wait, dead events left out; exact up to
     * {@value #OPEN_COUNTED} of all accounts.
     *
     * @param limit at most so many accounts, in the order of channel and account
     */
    public List<OpenLetters> openByAccount(int limit) {
        return kept.openByAccount(OPEN_COUNTED, limit);
    }

    public Optional<DeadLetter> find(String id) {
        return sources().map(source -> source.find(id)).flatMap(Optional::stream).findFirst();
    }

    /**
     * Tries a letter again: it becomes {@code replayed}, or stays open with the new reason. One
     * that is replayed already is answered as it is.
     *
     * @throws Refused where there is no such letter, or nobody who takes its channel
     */
    public DeadLetter replay(String id) {
        DeadLetter letter =
                sources()
                        .map(source -> source.replay(id))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElseThrow(DeadLetters::unknown);
        meters.counter(
                        "musubi.deadletters.replays",
                        "channel",
                        letter.message().channel(),
                        "outcome",
                        letter.state().wire())
                .increment();
        return letter;
    }

    private Stream<DeadLetterSource> sources() {
        return Stream.concat(Stream.of(kept), others.get().stream());
    }

    private static DeadLetterCursor position(String cursor) {
        return DeadLetterCursor.parse(cursor)
                .orElseThrow(
                        () ->
                                new Refused(
                                        Problem.invalid(
                                                "cursor", "expected the next of an earlier page")));
    }

    static Refused unknown() {
        return new Refused(Problem.notFound("there is no dead letter with this id"));
    }

    private static Refused tooLarge(String what, int limit, int size) {
        return new Refused(
                new Problem(
                        413,
                        "too-large",
                        "More came than is taken",
                        "a dead letter takes at most " + limit + ", but " + size + " came",
                        what));
    }

    /** A letter's id, and whether it is new. */
    record Kept(String id, boolean fresh) {}
}
