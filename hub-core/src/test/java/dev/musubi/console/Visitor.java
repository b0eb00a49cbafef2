package dev.musubi.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.musubi.testing.WebHub;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody at a screen: a session of their own in the shared browser. */
final class Visitor implements AutoCloseable {

    static final int[] TABLET = {820, 1180};
    static final int[] DESKTOP = {1440, 900};

    private final BrowserContext context;
    private final Page page;
    private final String address;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    Visitor(Shop shop, String locale, int... size) {
        this(shop, shop.hub(), locale, size);
    }

    Visitor(Shop shop, WebHub hub, String locale, int... size) {
        this.address = hub.address();
        this.context =
                shop.browser()
                        .newContext(
                                new NewContextOptions()
                                        .setLocale(locale)
                                        .setTimezoneId("Asia/Tokyo")
                                        .setBaseURL(address)
                                        .setViewportSize(size[0], size[1]));
        this.page = context.newPage();
        page.setDefaultTimeout(15_000);
        page.onPageError(complaints::add);
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error")
                            && !message.text().contains("status of")
                            && !leftWhileAsking(message.text())) {
                        complaints.add(message.text());
                    }
                });
    }

    /** A page that asks anew by itself may be left while it does; htmx logs that as an error. */
    private static boolean leftWhileAsking(String message) {
        return message.startsWith("htmx:sendAbort") || message.startsWith("htmx:afterRequest");
    }

    /** An English reader at a tablet, logged in. */
    static Visitor as(Shop shop, String account) {
        Visitor visitor = new Visitor(shop, "en-GB", TABLET);
        visitor.logIn(account);
        return visitor;
    }

    void logIn(String account) {
        page.navigate("/console/login");
        fillDoor(account);
    }

    /** Fills the log-in that is shown. */
    void fillDoor(String account) {
        fillDoor(account, Shop.PASSWORD);
    }

    void fillDoor(String account, String password) {
        page.fill("#username", account);
        page.fill("#password", password);
        page.click(".door button.main");
        page.waitForURL(url -> !url.contains("/console/login"));
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    void open(String path) {
        page.navigate(path);
    }

    /** Types into the search as people do, and waits for the answer. */
    void seek(String text) {
        page.waitForResponse(
                response -> response.url().endsWith("/find/results"), () -> page.fill("#q", text));
        page.waitForFunction("() => !document.querySelector('.htmx-request')");
    }

    void press(String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
                .first()
                .click();
    }

    String path() {
        return page.url().substring(address.length());
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).as("what the browser complained of").isEmpty();
    }
}
