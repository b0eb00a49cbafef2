package dev.musubi.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.musubi.testing.WebHub;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people do with the console, in a browser on a real hub. */
@ExtendWith(Shop.Open.class)
class ConsoleStoriesTest {

    @Test
    void aClerkFindsAWalkInCustomerByKanaWithTheKeyboardAlone(Shop shop) {
        try (Visitor clerk = Visitor.as(shop, "clerk")) {
            clerk.seek("さとう はなこ");
            Page page = clerk.page();
            assertThat(page.locator(".people li")).hasCount(1);
            assertThat(page.locator(".people .name mark").first()).hasText("佐藤");

            page.keyboard().press("ArrowDown");
            page.keyboard().press("Enter");

            assertThat(page.locator("h1")).hasText("佐藤 花子");
            assertThat(page.locator(".glance .reading")).hasText("サトウ ハナコ");
        }
    }

    @Test
    void aScannedCardOpensThePersonAtOnce(Shop shop) {
        try (Visitor clerk = Visitor.as(shop, "clerk")) {
            clerk.page().fill("#code", "L-1002");
            clerk.page().keyboard().press("Enter");

            assertThat(clerk.page().locator("h1")).hasText("佐藤 華絵");
        }
    }

    @Test
    void aClerkSeesWhatIsWaitingForTheCustomer(Shop shop) {
        try (Visitor clerk = Visitor.as(shop, "clerk")) {
            clerk.open("/console/people/" + shop.person("L-1001"));

            Locator waiting = clerk.page().locator(".waiting");
            assertThat(waiting.locator(".pickup")).containsText("Wool coat, navy, L");
            assertThat(waiting.locator(".pickup")).containsText("N-O-8");
            assertThat(waiting.locator(".order")).containsText("Cashmere sweater");
            assertThat(waiting.locator(".return")).containsText("Leather gloves");
            assertThat(waiting.locator(".return")).containsText("RT-7");
            assertThat(waiting.locator(".case")).containsText("コートの袖丈を直せますか");
            assertThat(waiting.locator(".task")).hasCount(4);
        }
    }

    @Test
    void aClerkChecksTheStockOfAProductOnThePage(Shop shop) {
        try (Visitor clerk = Visitor.as(shop, "clerk")) {
            clerk.open("/console/people/" + shop.person("L-1001"));
            clerk.page().click(".waiting .order .stocked");

            Locator rows = clerk.page().locator("#stock-body tbody tr");
            assertThat(rows.filter(new Locator.FilterOptions().setHasText("渋谷店")))
                    .containsText("Few left");
            assertThat(rows.filter(new Locator.FilterOptions().setHasText("銀座店")))
                    .containsText("In stock");
        }
    }

    @Test
    void aManagerExplainsWhereAFactCameFrom(Shop shop) {
        try (Visitor manager = Visitor.as(shop, "manager")) {
            manager.open("/console/people/" + shop.person("L-1001"));
            manager.press("Where from: Family name");

            Locator origin = manager.page().locator("#origin-familyName");
            assertThat(origin).containsText("pos:ginza");
            assertThat(origin).containsText("Identified");
            assertThat(origin).containsText("銀座店");
            assertThat(origin.locator(".carried")).containsText("console-");
        }
    }

    @Test
    void thePathBetweenTwoIdentifiersIsShownWithItsEvents(Shop shop) {
        try (Visitor clerk = Visitor.as(shop, "clerk")) {
            clerk.open("/console/people/" + shop.person("L-1001"));

            Locator path = clerk.page().locator("#path .path");
            assertThat(path.locator(".knot").first()).isVisible();
            assertThat(path.locator(".tie").first()).containsText("together");
            assertThat(path.innerText()).doesNotContain("1234-5678", "hanako@example.jp");
        }
    }

    @Test
    void aManagerSplitsAWrongMergeAfterSeeingWhatBecomesOfThem(Shop shop) {
        List<String> cards = shop.wrongMerge();
        try (Visitor manager = Visitor.as(shop, "manager")) {
            manager.open("/console/people/" + shop.person(cards.getFirst()));
            manager.page().locator("a.button[href$=split]").click();
            manager.page().locator(".choice", has(cards.getLast())).locator("input").check();

            assertThat(manager.page().locator(".result")).hasCount(2);
            assertThat(manager.page().locator(".result", has(cards.getLast())))
                    .containsText("9,800");

            manager.page().fill("#reason", "two cards were scanned at the till");
            manager.page().click("#split-form button.main");

            assertThat(manager.page().locator(".note.ok")).containsText("Split");
        }
        assertThat(shop.person(cards.getFirst())).isNotEqualTo(shop.person(cards.getLast()));
        assertThat(actor(shop, cards.getFirst())).contains("account:manager");
    }

    private static Page.LocatorOptions has(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    private static String actor(Shop shop, String card) {
        return shop.hub().get("/api/v1/profiles/" + shop.person(card) + "/identity").body();
    }

    @Test
    void aDoubleClickSplitsOnceAndTheWayBackShowsWhatIs(Shop shop) {
        List<String> cards = shop.wrongMerge();
        try (Visitor manager = Visitor.as(shop, "manager")) {
            String split = "/console/people/" + shop.person(cards.getFirst()) + "/split";
            manager.open(split);
            manager.page().locator(".choice", has(cards.getLast())).locator("input").check();
            manager.page().fill("#reason", "once");
            manager.page().locator("#split-form button.main").dblclick();
            assertThat(manager.page().locator(".note.ok")).isVisible();
            String after = actor(shop, cards.getFirst());

            manager.page().goBack();
            assertThat(manager.page().locator("#split-form")).isVisible();

            assertThat(actor(shop, cards.getFirst())).isEqualTo(after);
            assertThat(occurrences(after, "must-not-link")).isEqualTo(1);
        }
    }

    private static int occurrences(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    @Test
    void aLogInThatEndsInTheMiddleOfAFormLosesNothingThatWasTyped(Shop shop) {
        List<String> cards = shop.wrongMerge();
        try (Visitor manager = Visitor.as(shop, "manager")) {
            String split = "/console/people/" + shop.person(cards.getFirst()) + "/split";
            manager.open(split);
            manager.page().locator(".choice", has(cards.getLast())).locator("input").check();
            manager.page().fill("#reason", "the till was in a hurry");
            manager.context()
                    .clearCookies(
                            new BrowserContext.ClearCookiesOptions().setName("musubi-session"));

            manager.page().click("#split-form button.main");
            assertThat(manager.page().locator(".note")).containsText("what you typed is kept");
            assertThat(shop.person(cards.getFirst())).isEqualTo(shop.person(cards.getLast()));
            manager.fillDoor("manager");

            assertThat(manager.path()).isEqualTo(split);
            assertThat(manager.page().locator("#reason")).hasValue("the till was in a hurry");
            assertThat(manager.page().locator(".choice", has(cards.getLast())).locator("input"))
                    .isChecked();
            assertThat(manager.page().locator(".result")).hasCount(2);
        }
    }

    @Test
    void aSearchAfterTheLogInHasEndedLeadsToTheLogIn(Shop shop) {
        try (Visitor clerk = Visitor.as(shop, "clerk")) {
            clerk.context().clearCookies();
            clerk.page().fill("#q", "佐藤");

            clerk.page().waitForURL("**/console/login?expired**");
            clerk.fillDoor("clerk");

            assertThat(clerk.page().locator("#q")).hasValue("佐藤");
            assertThat(clerk.page().locator(".people li").first()).isVisible();
        }
    }

    static List<String> hostile() {
        return List.of(
                "🎉🎉",
                "\"'`;--",
                "שלום עולם",
                "\u202egnirts",
                "<script>document.title='owned'</script>",
                "x".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whateverIsTypedIsOnlyText(String text, Shop shop) {
        try (Visitor clerk = Visitor.as(shop, "clerk")) {
            clerk.seek(text);

            Page page = clerk.page();
            assertThat(page.locator("#results script")).hasCount(0);
            assertThat(page.title()).isEqualTo("Find a customer · Musubi");
            assertThat(page.locator("#results"))
                    .containsText(
                            text.length() > 256
                                    ? "256 characters at most"
                                    : text.contains("script") ? "Bobby <script>" : "Nothing found");
        }
    }

    @Test
    void aClerkSeesContactPointsMaskedAndCannotSplit(Shop shop) {
        String id = shop.person("L-1001");
        try (Visitor clerk = Visitor.as(shop, "clerk")) {
            clerk.open("/console/people/" + id);
            assertThat(clerk.page().content())
                    .doesNotContain(
                            "hanako@example.jp", "1234-5678", "+819012345678", "1990-04-01");
            assertThat(clerk.page().locator("a[href$=split]")).hasCount(0);

            clerk.open("/console/people/" + id + "/split");

            assertThat(clerk.page().locator("h1")).hasText("That cannot be done");
            assertThat(clerk.page().locator("main")).containsText("Ask a manager");
        }
    }

    @Test
    void theLanguageIsTheBrowsersUntilItIsSwitched(Shop shop) {
        try (Visitor clerk = new Visitor(shop, "ja-JP", Visitor.TABLET)) {
            clerk.open("/console/login");
            assertThat(clerk.page().locator("h2")).hasText("ログイン");
            clerk.logIn("clerk");
            assertThat(clerk.page().locator("h1")).hasText("お客様をさがす");

            clerk.press("English");

            assertThat(clerk.page().locator("h1")).hasText("Find a customer");
            assertThat(clerk.page().locator("html")).hasAttribute("lang", "en");
        }
    }

    @Test
    void theTimelineIsFiltered(Shop shop) {
        try (Visitor clerk = Visitor.as(shop, "clerk")) {
            clerk.open("/console/people/" + shop.person("L-1001"));
            clerk.page().selectOption("#kind", "support");

            assertThat(clerk.page().locator("#rows .row")).hasCount(1);
            assertThat(clerk.page().locator("#rows .row")).containsText("Support case opened");
        }
    }

    @Test
    void everyLookIsWrittenDown(Shop shop) {
        String id = shop.person("L-1003");
        try (Visitor clerk = Visitor.as(shop, "clerk")) {
            clerk.open("/console/people/" + id);
        }
        try (Visitor manager = Visitor.as(shop, "manager")) {
            manager.open("/console/looks?profile=" + id);
            assertThat(manager.page().locator("tbody tr").first()).containsText("clerk");
        }
    }

    @Test
    void whileTheSearchEngineIsAwayWholeNumbersAreStillFoundAndThePageSaysSo(Shop shop) {
        try (WebHub lame = shop.withoutSearch();
                Visitor clerk = new Visitor(shop, lame, "en-GB", Visitor.TABLET)) {
            clerk.logIn("clerk");
            clerk.seek("090-1234-5678");
            assertThat(clerk.page().locator(".people .name")).hasText("佐藤 花子");
            assertThat(clerk.page().locator(".note.warn")).containsText("search engine is away");

            clerk.seek("佐藤");

            assertThat(clerk.page().locator("#results")).containsText("names cannot be looked up");
        }
    }
}
