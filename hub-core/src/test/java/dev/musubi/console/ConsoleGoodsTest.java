package dev.musubi.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.musubi.console.account.Accounts;
import dev.musubi.console.account.Role;
import dev.musubi.testing.WebHub;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people do with products and stores, in a browser on a real hub. */
@ExtendWith(Shop.Open.class)
class ConsoleGoodsTest {

    @Test
    void aClerkFindsASizeInAnotherStore(Shop shop) {
        try (Visitor clerk = Visitor.as(shop, "clerk")) {
            Page page = clerk.page();
            clerk.open("/console/products");
            page.fill("#q", "カシミヤ");
            assertThat(page.locator(".goods li")).hasCount(2);
            page.locator(".goods a", new Page.LocatorOptions().setHasText("ecru, L")).click();
            assertThat(page.locator("h1")).hasText("Cashmere sweater, ecru, L");

            page.selectOption("#near", "ginza");
            page.click(".near button");

            assertThat(page.locator(".note.info"))
                    .hasText("The nearest with stock: 渋谷店, 6 km away.");
            Locator row = page.locator(".shelves tr.asked td");
            assertThat(row.nth(0)).containsText("Out of stock");
            assertThat(row.nth(1)).containsText("4 pcs");
            assertThat(row.nth(1).locator(".age")).hasText("Fresh · 2 hours ago");
            assertThat(page.locator(".shelves tbody tr")).hasCount(2);
        }
    }

    @Test
    void aScannedBarcodeOpensTheProductAndTheStockCheckOfAPersonLeadsThereToo(Shop shop) {
        try (Visitor clerk = Visitor.as(shop, "clerk")) {
            clerk.open("/console/products");
            clerk.page().fill("#code", Shop.BARCODE);
            clerk.page().keyboard().press("Enter");
            assertThat(clerk.page().locator("h1")).hasText("Cashmere sweater, ecru, M");
            assertThat(clerk.path()).isEqualTo("/console/products/item?sku=A-1");

            clerk.open("/console/people/" + shop.person("L-1001"));
            clerk.page().click(".waiting .order .stocked");
            clerk.page().click("#stock-body a");

            assertThat(clerk.page().locator("h1")).hasText("Cashmere sweater, ecru, M");
        }
    }

    @Test
    void whileTheSearchEngineIsAwayWholeSkusAreStillFoundAndThePagesSaySo(Shop shop) {
        try (WebHub lame = Shop.hub(WebHub.database(), "http://127.0.0.1:1");
                Visitor manager = new Visitor(shop, lame, "en-GB", Visitor.TABLET)) {
            lame.get(Accounts.class).create("manager", Shop.PASSWORD, Role.MANAGER);
            lame.send(
                    "PUT",
                    "/api/v1/products/A-2",
                    BodyPublishers.ofString("{\"name\":{\"en\":\"Cashmere sweater\"}}"),
                    "Content-Type",
                    "application/json");
            manager.logIn("manager");
            manager.open("/console/products?q=A-2");
            assertThat(manager.page().locator(".goods li")).hasCount(1);

            manager.open("/console/products?q=" + "x".repeat(300));
            assertThat(manager.page().locator("#results")).containsText("256 characters at most");
            manager.open("/console/products?q=sweater");
            assertThat(manager.page().locator(".note.warn")).containsText("search engine is away");

            manager.open("/console/system");
            Locator notices = manager.page().locator("#now .note.warn");
            assertThat(notices.first())
                    .containsText(
                            "Elasticsearch is away: Index of",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
            assertThat(notices.first()).containsText("whole numbers and SKUs are");
            assertThat(manager.page().locator("#now .note.ok")).hasCount(0);
        }
    }
}
