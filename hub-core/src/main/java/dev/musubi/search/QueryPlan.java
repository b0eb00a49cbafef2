package dev.musubi.search;

import dev.musubi.search.Clause.Contains;
import dev.musubi.search.Clause.Equals;
import dev.musubi.search.Clause.Similar;
import dev.musubi.search.Clause.StartsWith;
import dev.musubi.search.Readings.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a typed query asks of the index: each of its words must be answered, or all of them written
 * as one. Pure.
 *
 * <p>Weights are fixed rather than by frequency: a clerk who types 佐藤 wants the people whose name
 * it is, however many there are. Whole before beginning, written before heard, given before
 * guessed, name before number before address, all before a slip of a finger.
 *
 * @param words for each word the ways in which it can be answered; none is empty
 * @param whole the ways in which the query as one word can be answered, worth more
 */
record QueryPlan(List<List<Clause>> words, List<Clause> whole) {

    private static final int MOST_WORDS = 8;
    private static final int SHORTEST_EMAIL_END = 6;
    private static final int SHORTEST_OF_TWO_SLIPS = 5;

    private static final float WHOLE = 10;
    private static final float HEARD = 8;
    private static final float LOOSELY = 6;
    private static final float GUESSED = 5;
    private static final float ENDING = 4;
    private static final float BEGINNING = 3;
    private static final float SLIPPED = 1.5f;
    private static final float WITHIN = 1;

    boolean isEmpty() {
        return words.isEmpty() && whole.isEmpty();
    }

    /**
     * Reads a query.
     *
     * @param sensitive whether masked fields may be found by parts of them: without this right a
     *     search must not spell out what is masked, so only whole values and the last four digits
     *     of a phone find anybody
     */
    static QueryPlan of(String query, NumberKeys numbers, boolean sensitive) {
        List<String> typed = Written.parts(query);
        List<String> parts = typed.subList(0, Math.min(MOST_WORDS, typed.size()));
        List<List<Clause>> words = new ArrayList<>();
        for (String part : parts) {
            words.add(allowed(clauses(part, numbers), sensitive));
        }
        boolean answerable = words.stream().noneMatch(List::isEmpty);
        List<Clause> whole =
                parts.size() > 1
                        ? allowed(clauses(String.join("", parts), numbers), sensitive)
                        : List.of();
        return new QueryPlan(answerable ? words : List.of(), whole);
    }

    /**
     * The same without beginnings and parts, where that alone can say who comes first: of a single
     * word, whose whole answers are worth more than any other; else nothing.
     */
    Optional<QueryPlan> wholeWord() {
        if (words.size() != 1 || !whole.isEmpty()) {
            return Optional.empty();
        }
        List<Clause> equal = words.getFirst().stream().filter(Equals.class::isInstance).toList();
        return equal.isEmpty() || equal.size() == words.getFirst().size()
                ? Optional.empty()
                : Optional.of(new QueryPlan(List.of(equal), List.of()));
    }

    /** What an answer is worth at most that is no whole one, of a plan with a single word. */
    double mostInPart() {
        return words.getFirst().stream()
                .filter(clause -> !(clause instanceof Equals))
                .mapToDouble(Clause::weight)
                .max()
                .orElse(0);
    }

    /** The same, with a slip of a finger allowed in each name. */
    QueryPlan forgiving() {
        return new QueryPlan(words.stream().map(QueryPlan::withSlips).toList(), withSlips(whole));
    }

    private static List<Clause> withSlips(List<Clause> clauses) {
        List<Clause> more = new ArrayList<>(clauses);
        for (Clause clause : clauses) {
            if (clause instanceof Equals(Key key, String value, float _)) {
                int slips = slips(key, value);
                if (slips > 0) {
                    more.add(new Similar(key, value, slips, SLIPPED / slips));
                }
            }
        }
        return more;
    }

    /** A letter too many in "shi" makes two of "si", so long words in rōmaji are allowed two. */
    private static int slips(Key key, String value) {
        int length = value.codePointCount(0, value.length());
        return switch (key) {
            case WRITTEN -> length < (Written.isKana(value) ? 2 : 3) ? 0 : 1;
            case LOOSE, GUESSED_LOOSE -> length < 3 ? 0 : length < SHORTEST_OF_TWO_SLIPS ? 1 : 2;
            default -> 0;
        };
    }

    private static List<Clause> allowed(List<Clause> clauses, boolean sensitive) {
        return sensitive ? clauses : clauses.stream().filter(QueryPlan::tellsNothing).toList();
    }

    private static boolean tellsNothing(Clause clause) {
        return switch (clause) {
            case Equals(Key key, String value, float _) ->
                    !key.sensitive() || key != Key.ADDRESS || value.indexOf('@') > 0;
            case StartsWith(Key key, String value, float _) ->
                    !key.sensitive()
                            || (key == Key.PHONE && value.length() == NumberKeys.SHORTEST_ENDING);
            case Similar(Key key, String _, int _, float _) -> !key.sensitive();
            case Contains(Key key, String _, float _) -> !key.sensitive();
        };
    }

    private static List<Clause> clauses(String word, NumberKeys numbers) {
        List<Clause> clauses = new ArrayList<>();
        String written = Written.of(word);
        if (written.isEmpty()) {
            return clauses;
        }
        if (written.indexOf('@') < 0 && written.codePoints().anyMatch(Character::isLetter)) {
            names(word, written, clauses);
        }
        addresses(written, clauses);
        numbers(word, numbers, clauses);
        return clauses;
    }

    private static void names(String word, String written, List<Clause> clauses) {
        String common = Written.commonKanji(written);
        clauses.add(new Equals(Key.WRITTEN, written, WHOLE));
        clauses.add(new Equals(Key.COMMON, common, WHOLE - 1));
        clauses.add(new StartsWith(Key.WRITTEN, written, BEGINNING));
        clauses.add(new StartsWith(Key.COMMON, common, BEGINNING - 1));
        if (Written.hasKanji(written)) {
            Set<String> readings = new LinkedHashSet<>(NameKeys.readings(word, Kind.FAMILY));
            readings.addAll(NameKeys.readings(word, Kind.GIVEN));
            readings.forEach(
                    r -> clauses.add(new Equals(Key.UNWRITTEN, Romaji.of(r).exact(), GUESSED)));
            return;
        }
        Romaji sound = Romaji.of(word);
        if (!sound.exact().isEmpty()) {
            clauses.add(new Equals(Key.EXACT, sound.exact(), HEARD));
            clauses.add(new Equals(Key.GUESSED_EXACT, sound.exact(), HEARD - 1));
            clauses.add(new Equals(Key.LOOSE, sound.loose(), LOOSELY));
            clauses.add(new Equals(Key.GUESSED_LOOSE, sound.loose(), GUESSED));
            clauses.add(new StartsWith(Key.EXACT, sound.exact(), BEGINNING));
            clauses.add(new StartsWith(Key.GUESSED_EXACT, sound.exact(), BEGINNING - 0.5f));
            clauses.add(new StartsWith(Key.LOOSE, sound.loose(), BEGINNING - 1));
            clauses.add(new StartsWith(Key.GUESSED_LOOSE, sound.loose(), BEGINNING - 1.5f));
        }
    }

    private static void addresses(String written, List<Clause> clauses) {
        clauses.add(
                new Equals(
                        Key.ADDRESS,
                        written,
                        written.indexOf('@') > 0 && written.length() >= SHORTEST_EMAIL_END
                                ? WHOLE
                                : BEGINNING + 0.5f));
        String grams = NumberKeys.grams(written);
        if (!grams.isEmpty()) {
            clauses.add(new Contains(Key.ADDRESS_GRAMS, grams, WITHIN));
        }
    }

    private static void numbers(String word, NumberKeys numbers, List<Clause> clauses) {
        String plain = NumberKeys.plain(word);
        String backwards = NumberKeys.backwards(plain);
        boolean digits = !plain.isEmpty() && plain.chars().allMatch(c -> c >= '0' && c <= '9');
        if (digits) {
            clauses.add(new Equals(Key.PHONE, backwards, WHOLE));
            numbers.phone(word)
                    .map(NumberKeys::backwards)
                    .filter(p -> !p.equals(backwards))
                    .ifPresent(p -> clauses.add(new Equals(Key.PHONE, p, WHOLE)));
        }
        if (!plain.isEmpty()) {
            clauses.add(new Equals(Key.CARD, backwards, WHOLE - 0.5f));
            clauses.add(new Equals(Key.ORDER, backwards, WHOLE - 1));
        }
        if (plain.length() >= NumberKeys.SHORTEST_ENDING
                && plain.chars().anyMatch(c -> c >= '0' && c <= '9')) {
            if (digits) {
                clauses.add(new StartsWith(Key.PHONE, backwards, ENDING));
            }
            clauses.add(new StartsWith(Key.CARD, backwards, ENDING - 0.5f));
            clauses.add(new StartsWith(Key.ORDER, backwards, ENDING - 1));
        }
    }
}
