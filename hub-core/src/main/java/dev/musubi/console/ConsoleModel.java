package dev.musubi.console;

import dev.musubi.console.account.Role;
import dev.musubi.console.audit.Alert;
import dev.musubi.console.audit.Looks;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page of the console has: its reader, who is logged in, and what leaders must know. */
@ControllerAdvice("dev.musubi.console")
@ConditionalOnWebApplication
class ConsoleModel {

    private static final String ZONE_COOKIE = "musubi-zone";

    private static final Map<String, String> LIBRARIES =
            Map.of(
                    "htmx",
                    "/console/static/htmx/%s/htmx.min.js"
                            .formatted(ConsoleConfiguration.HTMX.version()),
                    "echarts",
                    "/console/static/echarts/%s/echarts.min.js"
                            .formatted(ConsoleConfiguration.ECHARTS.version()));

    private final Clock clock;
    private final Looks looks;
    private final ZoneId zone;

    ConsoleModel(
            Clock clock, Looks looks, @Value("${musubi.console.zone:Asia/Tokyo}") ZoneId zone) {
        this.clock = clock;
        this.looks = looks;
        this.zone = zone;
    }

    /** Formats for the reader: by their language, in the zone of their browser. */
    @ModelAttribute("r")
    Reader reader(HttpServletRequest request) {
        return new Reader(
                LocaleContextHolder.getLocale(),
                ReaderLocale.cookie(request, ZONE_COOKIE).flatMap(ConsoleModel::zone).orElse(zone),
                clock.instant());
    }

    @ModelAttribute("me")
    @Nullable SignedIn me() {
        return SignedInCheck.current();
    }

    @ModelAttribute("here")
    String here(HttpServletRequest request) {
        return request.getRequestURI();
    }

    /** Who has looked at unusually many people; nothing where the reader leads nobody. */
    @ModelAttribute("alerts")
    List<Alert> alerts(HttpServletRequest request) {
        SignedIn me = SignedInCheck.current();
        return me != null && me.role() != Role.CLERK && !WayBack.part(request)
                ? looks.alerts()
                : List.of();
    }

    /** Where the libraries are, by their versions. */
    @ModelAttribute("libraries")
    Map<String, String> libraries() {
        return LIBRARIES;
    }

    /** A cookie cannot hold a slash unescaped everywhere, so it has a dot instead. */
    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name.replace('.', '/')));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
