package dev.musubi.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.musubi.testing.EventBuilder.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.musubi.deadletter.DeadLetters;
import dev.musubi.platform.Json;
import dev.musubi.testing.WebHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What managers and administrators do with the console, in a browser on a real hub. */
@ExtendWith(Shop.Open.class)
class ConsoleOperationsTest {

    @Test
    void aBrokenFileIsReadAndReplayedAfterAFix(Shop shop) {
        for (int line = 1; line <= 25; line++) {
            Till.broken(
                    shop.hub().get(DeadLetters.class),
                    "sales.csv:" + line,
                    Json.write(
                            anEvent("profile.identified")
                                    .from("pos:ginza")
                                    .id("mended-" + line)
                                    .of("loyalty_id", "L-70" + (10 + line))
                                    .build()));
        }
        try (Visitor manager = Visitor.as(shop, "manager")) {
            Page page = manager.page();
            manager.open("/console/channels");
            page.locator(".letters a").first().click();
            assertThat(page.locator(".original")).containsText("loyalty_id");

            page.click("#letter button.main");
            assertThat(page.locator("#progress")).containsText("0 replayed, 1 still unreadable");

            shop.hub().get(Till.class).mend();
            manager.open("/console/channels");
            page.onDialog(dialog -> dialog.accept());
            manager.press("Replay all");

            page.locator("#progress a").waitFor();
            assertThat(page.locator("#progress")).containsText("replayed, 0 still unreadable");
            manager.open("/console/channels");
            assertThat(page.locator(".letters")).hasCount(0);
        }
        assertThat(shop.hub().get("/api/v1/events/pos:ginza/mended-25").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aKeyIsMadeShownOnceAndRevoked(Shop shop) {
        try (Visitor boss = Visitor.as(shop, "boss")) {
            Page page = boss.page();
            boss.open("/console/system/keys");
            page.fill("#name", "till of Shibuya");
            page.check("input[value='profiles:read']");
            page.click("#keys form.card button.main");
            String secret = page.locator(".secret").innerText();
            assertThat(status(shop, secret)).isEqualTo(200);

            boss.open("/console/system/keys");
            assertThat(page.content()).doesNotContain(secret);
            boss.press("Revoke till of Shibuya");

            Locator row =
                    page.locator(
                            "tbody tr", new Page.LocatorOptions().setHasText("till of Shibuya"));
            assertThat(row).containsText("revoked");
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(10))
                    .until(() -> status(shop, secret) == 401);
        }
    }

    private static int status(Shop shop, String secret) {
        return shop.hub()
                .get("/api/v1/profiles?identifier=loyalty_id:L-1001", WebHub.as(secret))
                .statusCode();
    }

    @Test
    void anAdministratorMakesAnAccountAndItsOwnerChangesThePassword(Shop shop) {
        try (Visitor boss = Visitor.as(shop, "boss")) {
            boss.open("/console/accounts");
            boss.page().fill("#name", "jiro");
            boss.page().fill("#new-password", "a first password");
            boss.page().locator("button[value=create]").click();
            assertThat(boss.page().locator("tbody")).containsText("jiro");
        }
        try (Visitor jiro = new Visitor(shop, "en-GB", Visitor.TABLET)) {
            jiro.open("/console/login");
            jiro.fillDoor("jiro", "a first password");
            jiro.open("/console/password");
            jiro.page().fill("#old", "a first password");
            jiro.page().fill("#password", Shop.PASSWORD);
            jiro.page().click("#own button.main");

            assertThat(jiro.page().locator(".note")).containsText("password is changed");
            jiro.fillDoor("jiro");
            assertThat(jiro.page().locator("h1")).hasText("Find a customer");
        }
    }
}
