package dev.musubi.console;

import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import dev.musubi.deadletter.DeadLetters;
import dev.musubi.platform.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every page in both languages at both sizes: nothing that axe finds, nothing cut at the side, no
 * script in the page, no great weight; where it is asked for, a picture below {@code
 * target/console} to look at.
 */
@ExtendWith(Shop.Open.class)
class ConsolePagesTest {

    /** Pages to take pictures of, such as {@code -Dmusubi.pictures=.*}; none by default. */
    private static final Pattern PICTURES =
            Pattern.compile(System.getProperty("musubi.pictures", ""));

    private static final int HEAVIEST = 150_000;
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final Pattern INLINE =
            Pattern.compile("<script(?![^>]*\\ssrc=)|\\son[a-z]+=", Pattern.CASE_INSENSITIVE);

    /** Where a page is, and what is done there before the picture is taken. */
    private record Shot(String path, Consumer<Visitor> act) {}

    private static Map<String, Shot> pages(Shop shop) {
        String hanako = "/console/people/" + shop.person("L-1001");
        Map<String, Shot> pages = new LinkedHashMap<>();
        pages.put("find-empty", new Shot("/console/find", _ -> {}));
        pages.put("find", new Shot("/console/find", v -> v.seek("さとう")));
        pages.put("find-nothing", new Shot("/console/find", v -> v.seek("ｘｙｚ０００")));
        pages.put("person", new Shot(hanako, ConsolePagesTest::settled));
        pages.put(
                "person-origin",
                new Shot(
                        hanako,
                        v -> {
                            settled(v);
                            v.page().locator(".source").first().click();
                            v.page().locator("#origin-familyName .carried").waitFor();
                        }));
        pages.put(
                "person-stock",
                new Shot(
                        hanako,
                        v -> {
                            settled(v);
                            v.page().locator(".waiting .order .stocked").click();
                            v.page().locator("#stock-body tbody").waitFor();
                        }));
        pages.put(
                "person-new",
                new Shot("/console/people/" + shop.person("L-1003"), ConsolePagesTest::settled));
        pages.put("split", new Shot(hanako + "/split", ConsolePagesTest::chosen));
        pages.put(
                "merge",
                new Shot(
                        hanako + "/merge",
                        v -> {
                            v.page().fill("#q", "華絵");
                            v.page().locator("#candidates button").first().click();
                            v.page().locator(".result").first().waitFor();
                        }));
        pages.put("products", new Shot("/console/products?q=A-1", _ -> {}));
        pages.put("products-nothing", new Shot("/console/products?q=zzz", _ -> {}));
        pages.put("product", new Shot("/console/products/item?sku=A-1&near=ginza", _ -> {}));
        pages.put("stores", new Shot("/console/stores", _ -> {}));
        pages.put("channels", new Shot("/console/channels", _ -> {}));
        pages.put("system", new Shot("/console/system", _ -> {}));
        pages.put("keys", new Shot("/console/system/keys", _ -> {}));
        pages.put("looks", new Shot("/console/looks", _ -> {}));
        pages.put("accounts", new Shot("/console/accounts", _ -> {}));
        pages.put("password", new Shot("/console/password", _ -> {}));
        pages.put("missing", new Shot("/console/people/nobody", _ -> {}));
        return pages;
    }

    private static void settled(Visitor visitor) {
        Page page = visitor.page();
        page.locator(".likes .skeleton").waitFor(hidden());
        page.waitForFunction("() => !document.querySelector('.htmx-request')");
    }

    private static com.microsoft.playwright.Locator.WaitForOptions hidden() {
        return new com.microsoft.playwright.Locator.WaitForOptions()
                .setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN);
    }

    private static void chosen(Visitor visitor) {
        visitor.page().locator(".choice input").first().check();
        visitor.page().locator(".result").first().waitFor();
    }

    @Test
    void everyPageIsReadableForEverybody(Shop shop) {
        Till.broken(
                shop.hub().get(DeadLetters.class),
                "sales-20261122.csv:17",
                Json.write(anEvent("store.visited").of("loyalty_id", "L-1003").build()));
        List<String> findings = new ArrayList<>();
        for (String locale : List.of("ja-JP", "en-GB")) {
            try (Visitor visitor = new Visitor(shop, locale, Visitor.TABLET)) {
                visitor.open("/console/login");
                look(visitor, "login", locale, findings);
                visitor.logIn("boss");
                pages(shop)
                        .forEach(
                                (name, shot) -> {
                                    visitor.open(shot.path());
                                    shot.act().accept(visitor);
                                    look(visitor, name, locale, findings);
                                });
            }
        }
        assertThat(findings).isEmpty();
    }

    private static void look(Visitor visitor, String name, String locale, List<String> findings) {
        String language = locale.substring(0, 2);
        Page page = visitor.page();
        page.evaluate("() => scrollTo(0, 0)");
        for (int[] size : List.of(Visitor.TABLET, Visitor.DESKTOP)) {
            page.setViewportSize(size[0], size[1]);
            String shot =
                    "%s-%s-%s"
                            .formatted(
                                    name, language, size == Visitor.TABLET ? "tablet" : "desktop");
            boolean cut =
                    (Boolean)
                            page.evaluate(
                                    "() => document.documentElement.scrollWidth > innerWidth + 1");
            if (cut) {
                findings.add(shot + ": wider than the screen");
            }
            if (PICTURES.matcher(name).matches()) {
                page.screenshot(
                        new Page.ScreenshotOptions()
                                .setPath(Path.of("target", "console", shot + ".png"))
                                .setFullPage(true));
            }
        }
        // Its other mode opens a page for each look, for frames that these pages do not have.
        new AxeBuilder(page)
                .setLegacyMode(true)
                .withTags(RULES)
                .analyze()
                .getViolations()
                .forEach(
                        rule ->
                                findings.add(
                                        "%s-%s: %s (%s) %s"
                                                .formatted(
                                                        name,
                                                        language,
                                                        rule.getId(),
                                                        rule.getImpact(),
                                                        rule.getNodes().stream()
                                                                .limit(3)
                                                                .map(n -> n.getHtml())
                                                                .toList())));
        String html = page.content();
        if (INLINE.matcher(html).find()) {
            findings.add(name + ": a script in the page");
        }
        if (html.contains("??")) {
            findings.add(name + "-" + language + ": a text without words " + around(html, "??"));
        }
        page.setViewportSize(Visitor.TABLET[0], Visitor.TABLET[1]);
    }

    private static String around(String html, String what) {
        int at = html.indexOf(what);
        return html.substring(Math.max(0, at - 30), Math.min(html.length(), at + 60));
    }

    @Test
    void aPageWeighsLittleWithoutTheChartLibrary(Shop shop) {
        try (Visitor visitor = Visitor.as(shop, "manager")) {
            Set<String> addresses = ConcurrentHashMap.newKeySet();
            visitor.page().onResponse(answer -> addresses.add(answer.url()));
            visitor.open("/console/people/" + shop.person("L-1001"));
            settled(visitor);

            int bytes =
                    addresses.stream()
                            .filter(address -> !address.contains("/echarts/"))
                            .mapToInt(
                                    address -> visitor.page().request().get(address).body().length)
                            .sum();
            assertThat(addresses).hasSizeGreaterThan(4);
            assertThat(bytes).isBetween(10_000, HEAVIEST);
        }
    }
}
