package dev.musubi.search;

import static dev.musubi.search.People.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often the right person stands first, over people with real Japanese names. */
class NamesTest {

    private static final Logger LOG = LoggerFactory.getLogger(NamesTest.class);
    private static final int PEOPLE = 1_000;
    private static final long SEED = 20261123;
    private static final NumberKeys NUMBERS = new NumberKeys("JP");

    /** One part of a name in the data: kanji, hiragana, rōmaji as typed on a keyboard. */
    private record Part(String kanji, String kana, String romaji) {}

    private record Name(String id, Part family, Part given) {}

    /** A second crowd, whose kana nobody has given: their readings are guessed. */
    private static final String WITHOUT_KANA = "without-kana";

    private static final List<Name> names = new ArrayList<>();
    private static SearchIndex index;
    private static Search search;

    @BeforeAll
    static void indexPeople() throws IOException {
        Path data = data();
        assumeTrue(
                Files.isDirectory(data),
                "no names to test with: set MUSUBI_DATA to the folder that has names-ja");
        List<Part> families = new ArrayList<>();
        for (String line : Files.readAllLines(data.resolve("last_name_org.csv"))) {
            String[] cells = line.split(",");
            families.add(new Part(cells[0], cells[2], cells[3]));
        }
        List<Part> givens = new ArrayList<>();
        for (String file : List.of("first_name_man_opti.csv", "first_name_woman_opti.csv")) {
            for (String line : Files.readAllLines(data.resolve(file))) {
                String[] cells = line.split(",");
                for (int i = 2; i < cells.length; i++) {
                    givens.add(new Part(cells[i], cells[0], cells[1]));
                }
            }
        }
        Random random = new Random(SEED);
        Set<String> taken = new HashSet<>();
        while (names.size() < PEOPLE) {
            Part family = families.get(random.nextInt(families.size()));
            Part given = givens.get(random.nextInt(givens.size()));
            if (taken.add(family.kana() + given.kana())) {
                names.add(new Name("person-" + names.size(), family, given));
            }
        }
        index = SearchIndex.connect(SearchStores.properties(), Layout.PROFILES);
        index.prepare();
        search = new Search(index, NUMBERS);
        List<SearchIndex.Entry> entries = new ArrayList<>();
        for (Name name : names) {
            People person = person(name.id()).named(name.family().kanji(), name.given().kanji());
            entries.add(
                    IndexDocument.entry(
                            person.kana(name.family().kana(), name.given().kana())
                                    .seenIn("store", "with-kana")
                                    .document(),
                            NUMBERS,
                            Instant.now()));
            entries.add(
                    IndexDocument.entry(
                            person(name.id() + WITHOUT_KANA)
                                    .named(name.family().kanji(), name.given().kanji())
                                    .seenIn("store", WITHOUT_KANA)
                                    .document(),
                            NUMBERS,
                            Instant.now()));
        }
        assertThat(index.write(entries, true)).isEmpty();
        Name last = names.getLast();
        await().until(() -> hits(last.family().kanji() + last.given().kanji()).size() == 1);
    }

    @AfterAll
    static void close() {
        if (index != null) {
            index.close();
        }
    }

    private static Path data() {
        String given = System.getenv("MUSUBI_DATA");
        Path root = Path.of(System.getenv().getOrDefault("MUSUBI_ROOT", ".."));
        Path folder = given == null ? root.resolve("../shared/data") : Path.of(given);
        return folder.resolve("names-ja");
    }

    private static List<String> hits(String query) {
        return hits(query, "with-kana", 10);
    }

    private static List<String> hits(String query, String crowd, int limit) {
        return search
                .search(new Query(query, limit, List.of(), List.of(crowd), null, null, true))
                .stream()
                .map(Hit::profile)
                .toList();
    }

    /** The share of people who stand first for what is typed about them. */
    private static double first(String what, Function<Name, String> query) {
        List<String> missed = new ArrayList<>();
        for (Name name : names) {
            String typed = query.apply(name);
            List<String> hits = hits(typed);
            if (hits.isEmpty() || !hits.getFirst().equals(name.id())) {
                missed.add(typed);
            }
        }
        double share = 1 - missed.size() / (double) names.size();
        LOG.warn(
                "{}: {} of {} stand first; not: {}",
                what,
                names.size() - missed.size(),
                names.size(),
                missed.subList(0, Math.min(12, missed.size())));
        return share;
    }

    @Test
    void aNameInHiraganaFindsItsPersonFirst() {
        assertThat(first("hiragana", n -> n.family().kana() + " " + n.given().kana()))
                .isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void aNameInHalfWidthKatakanaFindsItsPersonFirst() {
        assertThat(
                        first(
                                "half-width",
                                n -> halfWidth(n.family().kana()) + halfWidth(n.given().kana())))
                .isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void aNameInRomajiFindsItsPersonFirst() {
        assertThat(first("romaji", n -> n.given().romaji() + " " + n.family().romaji()))
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void aNameInRomajiWithoutLongVowelsFindsItsPersonFirst() {
        assertThat(first("passport", n -> passport(n.family()) + " " + passport(n.given())))
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void aNameInKanaWithOneSlipFindsItsPersonFirst() {
        Random random = new Random(SEED);
        assertThat(
                        first(
                                "slip in kana",
                                n ->
                                        slipped(
                                                n.family().kana() + " " + n.given().kana(),
                                                KANA,
                                                random)))
                .isGreaterThanOrEqualTo(0.90);
    }

    @Test
    void aNameInRomajiWithOneSlipFindsItsPersonFirst() {
        Random random = new Random(SEED);
        assertThat(
                        first(
                                "slip in romaji",
                                n ->
                                        slipped(
                                                n.family().romaji() + " " + n.given().romaji(),
                                                "abcdefghijklmnopqrstuvwxyz",
                                                random)))
                .isGreaterThanOrEqualTo(0.90);
    }

    private static final String KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん";

    /** One letter wrong, missing, too many, or two in the wrong order, anywhere but at a space. */
    private static String slipped(String name, String letters, Random random) {
        int at;
        do {
            at = random.nextInt(name.length() - 1);
        } while (name.charAt(at) == ' ' || name.charAt(at + 1) == ' ');
        String other = String.valueOf(letters.charAt(random.nextInt(letters.length())));
        return switch (random.nextInt(4)) {
            case 0 -> name.substring(0, at) + other + name.substring(at + 1);
            case 1 -> name.substring(0, at) + name.substring(at + 1);
            case 2 -> name.substring(0, at) + other + name.substring(at);
            default ->
                    name.substring(0, at)
                            + name.charAt(at + 1)
                            + name.charAt(at)
                            + name.substring(at + 2);
        };
    }

    private static String passport(Part part) {
        return part.romaji().replace("ou", "o").replace("oo", "o").replace("uu", "u");
    }

    @Test
    void aNameInKanjiFindsItsPersonFirst() {
        assertThat(first("kanji", n -> n.family().kanji() + n.given().kanji()))
                .isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void aSurnameInKanaFindsMostPeopleWhoseKanaNobodyHasGiven() {
        long found =
                names.stream()
                        .filter(
                                n ->
                                        hits(n.family().kana(), WITHOUT_KANA, 100)
                                                .contains(n.id() + WITHOUT_KANA))
                        .count();
        LOG.warn("surname in hiragana, kanji alone known: {} of {} found", found, names.size());
        assertThat(found).isGreaterThanOrEqualTo(names.size() * 90 / 100);
    }

    private static String halfWidth(String hiragana) {
        return com.ibm.icu.text.Transliterator.getInstance("Hiragana-Katakana; Fullwidth-Halfwidth")
                .transliterate(hiragana);
    }
}
