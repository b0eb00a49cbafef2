package dev.musubi.search;

import static dev.musubi.search.People.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.search.Hit.Highlight;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {

    private static final NumberKeys NUMBERS = new NumberKeys("JP");

    private static SearchIndex index;
    private static Search search;

    @BeforeAll
    static void indexPeople() {
        index = SearchIndex.connect(SearchStores.properties(), Layout.PROFILES);
        index.prepare();
        search = new Search(index, NUMBERS);
        List<SearchDocument> people =
                Stream.of(
                                person("hanako")
                                        .named("佐藤", "花子")
                                        .kana("サトウ", "ハナコ")
                                        .emails("hanako.sato@example.jp")
                                        .phones("+819012345678")
                                        .cards("L1001")
                                        .orders("R-20261122-0001", "#1001")
                                        .seenIn("store", "ginza"),
                                person("taro").named("佐藤", "太郎"),
                                person("kato").named("加藤", "一郎").kana("カトウ", "イチロウ"),
                                person("kana-only").kana("ｻﾄｳ", "ｼﾞﾛｳ").seenIn("web", "jp"),
                                person("romaji-only").fullName("Yuko Satō"),
                                person("undivided").fullName("伊藤美咲"),
                                person("takahashi").named("髙橋", "健"),
                                person("ono").named("小野", "恵").kana("オノ", "メグミ"),
                                person("oono").named("大野", "恵").kana("オオノ", "メグミ"),
                                person("fujita").named("藤田", "順子").kana("フジタ", "ジュンコ"),
                                person("zoe").named("O'Brien", "Zoë"),
                                person("anne").fullName("Anne-Marie Straße"),
                                person("bank").fullName("Bank").phones("+12125550123"),
                                person("mail").emails("info@satoyama.example"))
                        .map(People::document)
                        .toList();
        write(people);
        await().until(() -> !find("info@satoyama.example").isEmpty());
    }

    @AfterAll
    static void close() {
        index.close();
    }

    private static void write(List<SearchDocument> people) {
        List<SearchIndex.Entry> entries =
                people.stream().map(p -> IndexDocument.entry(p, NUMBERS, Instant.now())).toList();
        assertThat(index.write(entries, true)).isEmpty();
    }

    private static List<String> find(String query) {
        return find(query, true);
    }

    private static List<String> find(String query, boolean sensitive) {
        return search.search(Query.of(query, 10, sensitive)).stream().map(Hit::profile).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"さとう", "サトウ", "ｻﾄｳ", "satou", "Satō", "SATOH", "ｓａｔｏｕ"})
    void aNameIsFoundByItsSoundWhetherItsKanaAreKnownOrNot(String query) {
        assertThat(find(query))
                .contains("hanako", "taro", "kana-only", "romaji-only")
                .doesNotContain("kato");
    }

    @Test
    void peopleStandBeforeAddressesThatHappenToContainTheName() {
        assertThat(find("sato")).contains("hanako", "taro").endsWith("mail");
    }

    @Test
    void aNameInKanjiFindsItAndThoseWhomNobodyHasWrittenInKanji() {
        assertThat(find("佐藤"))
                .containsExactlyInAnyOrder("hanako", "taro", "kana-only", "romaji-only");
        assertThat(find("佐藤").subList(0, 2)).containsExactlyInAnyOrder("hanako", "taro");
        assertThat(find("加藤")).containsExactly("kato");
        assertThat(find("藤")).containsExactly("fujita");
    }

    /**
     * As many as are asked for are named wholly: the beginnings are not asked, and change nothing.
     */
    @ParameterizedTest
    @CsvSource({
        "佐藤, 2",
        "sato, 3",
        "サトウ, 2",
        "恵, 2",
        "伊藤美咲, 1",
        "hanako.sato@example.jp, 1",
        "5678, 1"
    })
    void whoIsNamedWhollyComesAsTheWholeQuestionWouldSay(String query, int limit) {
        Query asked = Query.of(query, limit, true);

        assertThat(search.search(asked).stream().map(Hit::profile).toList())
                .hasSize(limit)
                .isEqualTo(
                        index
                                .search(QueryJson.of(QueryPlan.of(query, NUMBERS, true), asked))
                                .stream()
                                .map(SearchIndex.Found::id)
                                .toList());
    }

    @Test
    void onlyASingleWordThatIsAnsweredInPartTooIsAskedForWhollyFirst() {
        assertThat(QueryPlan.of("佐藤", NUMBERS, true).wholeWord()).isPresent();
        assertThat(QueryPlan.of("佐藤 花子", NUMBERS, true).wholeWord()).isEmpty();
        assertThat(QueryPlan.of("佐藤", NUMBERS, true).mostInPart()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "佐藤 花子",
                "佐藤　花子",
                "佐藤花子",
                "花子 佐藤",
                "hanako sato",
                "Sato Hanako",
                "satouhanako",
                "hanakosato",
                "サトウハナコ",
                "さとう はなこ",
                "ｻﾄｳ ﾊﾅｺ",
                "佐藤 はなこ",
                "佐藤花",
                "花子",
                "sato 5678",
                "佐藤 ginza 花子",
                "L-1001",
                "1001",
                "R-20261122-0001",
                "r202611220001",
                "#1001",
                "hanako.sato@example.jp",
                "HANAKO.SATO@EXAMPLE.JP",
                "ko.sato@ex",
                "hanako.sato",
                "090-1234-5678",
                "09012345678",
                "０９０−１２３４−５６７８",
                "090 1234 5678",
                "+81 90 1234 5678",
                "+81 (0)90-1234-5678",
                "819012345678",
                "12345678",
                "5678"
            })
    void oneOfManyIsTheFirstHit(String query) {
        if (query.contains("ginza")) {
            assertThat(find(query)).isEmpty();
        } else {
            assertThat(find(query)).first().isEqualTo("hanako");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "高橋, takahashi",
        "髙橋, takahashi",
        "たかはし, takahashi",
        "ono megumi, ono",
        "小野, ono",
        "大野, oono",
        "ohno megumi, oono",
        "おおの めぐみ, oono",
        "おの めぐみ, ono",
        "hujita, fujita",
        "Junko Fujita, fujita",
        "zyunko, fujita",
        "zoe, zoe",
        "ZOË, zoe",
        "o’brien, zoe",
        "obrien, zoe",
        "Zoe O'Brien, zoe",
        "strasse, anne",
        "marie, anne",
        "anne-marie, anne",
        "伊藤, undivided",
        "美咲, undivided",
        "いとう みさき, undivided",
        "ito misaki, undivided",
        "yuko, romaji-only",
        "2125550123, bank",
        "+1 212-555-0123, bank",
        "0123, bank",
        "satoyama, mail"
    })
    void namesAndNumbersFindTheirOwner(String query, String owner) {
        assertThat(find(query)).first().isEqualTo(owner);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "🍣",
                "\"",
                "\"佐藤",
                "<script>alert(1)</script>",
                "' OR 1=1 --",
                "*",
                "?",
                "a*",
                "\\",
                "AND OR NOT",
                "{\"query\":{}}",
                "\u0000\u0001",
                "مرحبا بالعالم",
                "שלום",
                "\u202Eotas",
                "あ",
                "(((((",
                "[]",
                "%",
                "--",
                "+",
                "@",
                "a@",
                "@@@@",
                "\uD83D",
                "ー",
                "々",
                "'",
                "0",
                "00"
            })
    void oddQueriesAreAnsweredLikeAnyOther(String query) {
        assertThat(find(query)).doesNotContainNull();
    }

    @Test
    void controlCharactersAreNoPartOfAQuery() {
        assertThat(find("佐\u0000藤\u200B")).contains("hanako");
    }

    @Test
    void aQueryOfManyCharactersIsRefusedWithTheLimit() {
        assertThatThrownBy(() -> find("佐".repeat(10_000)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> {
                            assertThat(refused.problem().status()).isEqualTo(400);
                            assertThat(refused.problem().field()).isEqualTo("q");
                            assertThat(refused.problem().detail()).contains("256", "10000");
                        });
        assertThat(find("佐".repeat(256))).isEmpty();
        assertThat(find("a b ".repeat(64))).isEmpty();
    }

    @Test
    void whoMayNotSeeAnAddressCannotSpellItOutBySearching() {
        assertThat(find("hanako.sa@", false)).isEmpty();
        assertThat(find("ko.sato@ex", false)).isEmpty();
        assertThat(find("example.jp", false)).isEmpty();
        assertThat(find("345678", false)).isEmpty();
        assertThat(find("hanako.sato@example.jp", false)).containsExactly("hanako");
        assertThat(find("090-1234-5678", false)).containsExactly("hanako");
        assertThat(find("5678", false)).containsExactly("hanako");
        assertThat(find("L1001", false)).containsExactly("hanako");
    }

    @Test
    void aHitSaysWhereItWasFound() {
        Hit hit = first("さとう hana 5678", true);

        assertThat(hit.highlights())
                .containsExactly(
                        new Highlight("familyName", "佐藤", 0, 2),
                        new Highlight("givenName", "花子", 0, 2),
                        new Highlight("familyNameKana", "サトウ", 0, 3),
                        new Highlight("givenNameKana", "ハナコ", 0, 3),
                        new Highlight("email", "hanako.sato@example.jp", 0, 4),
                        new Highlight("phone", "+819012345678", 9, 13));
    }

    @Test
    void highlightsShowNothingThatIsMasked() {
        assertThat(first("sato 5678", false).highlights())
                .extracting(Highlight::field)
                .containsOnly("familyName", "familyNameKana");
    }

    private static Hit first(String text, boolean sensitive) {
        return search.search(Query.of(text, 10, sensitive)).getFirst();
    }

    @Test
    void hitsCanBeLimitedToAChannelAndAPlace() {
        Query inStores = new Query("sato", 10, List.of("store"), List.of(), null, null, true);
        Query onTheWeb =
                new Query("sato", 10, List.of("web", "app"), List.of("jp"), null, null, true);

        assertThat(search.search(inStores)).extracting(Hit::profile).containsExactly("hanako");
        assertThat(search.search(onTheWeb)).extracting(Hit::profile).containsExactly("kana-only");
    }

    @Test
    void anOlderVersionNeverReplacesANewerOne() {
        write(List.of(person("versions").named("新", "人").version(5).document()));
        write(List.of(person("versions").named("旧", "人").version(4).document()));

        await().untilAsserted(() -> assertThat(find("新 人")).containsExactly("versions"));
        assertThat(find("旧 人")).isEmpty();
    }

    @Test
    void aRetiredProfileIsFoundByNobodyAndStaysRetired() {
        write(List.of(person("retired").named("退職", "者").version(1).document()));
        await().until(() -> find("退職").equals(List.of("retired")));

        write(List.of(SearchDocument.tombstone("retired", 2)));
        write(List.of(person("retired").named("退職", "者").version(1).document()));

        await().until(() -> find("退職").isEmpty());
    }

    @Test
    void elasticsearchAwayIsSaidSo() {
        try (SearchIndex nowhere =
                SearchIndex.connect(
                        SearchStores.properties("http://127.0.0.1:1"), Layout.PROFILES)) {
            Search lost = new Search(nowhere, NUMBERS);
            Query query = Query.of("sato", 10, true);

            assertThatThrownBy(() -> lost.search(query)).isInstanceOf(StoreAway.class);
        }
    }
}
