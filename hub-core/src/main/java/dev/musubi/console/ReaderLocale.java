package dev.musubi.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/**
 * In which language a page is: as it was switched, else the browser's first of Japanese and
 * English, else English. Calls of the contract go by their header alone.
 */
final class ReaderLocale implements LocaleResolver {

    static final String COOKIE = "musubi-language";

    private final AcceptHeaderLocaleResolver calls = new AcceptHeaderLocaleResolver();

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        if (!request.getRequestURI().startsWith("/console")) {
            return calls.resolveLocale(request);
        }
        Locale browser = browser(request);
        return cookie(request, COOKIE)
                .flatMap(ReaderLocale::ours)
                .map(l -> l.getLanguage().equals(browser.getLanguage()) ? browser : l)
                .orElse(browser);
    }

    /** The language of that name, if the console speaks it. */
    static Optional<Locale> ours(String language) {
        return switch (language) {
            case "ja" -> Optional.of(Locale.JAPAN);
            case "en" -> Optional.of(Locale.ENGLISH);
            default -> Optional.empty();
        };
    }

    /** The value of a cookie, if it was sent. */
    static Optional<String> cookie(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(name)) {
                return Optional.of(cookie.getValue());
            }
        }
        return Optional.empty();
    }

    /** With its region, by which dates and numbers are written. */
    private static Locale browser(HttpServletRequest request) {
        if (request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null) {
            return Locale.ENGLISH;
        }
        return Collections.list(request.getLocales()).stream()
                .filter(l -> ours(l.getLanguage()).isPresent())
                .findFirst()
                .orElse(Locale.ENGLISH);
    }

    @Override
    public void setLocale(
            HttpServletRequest request,
            @Nullable HttpServletResponse response,
            @Nullable Locale locale) {
        throw new UnsupportedOperationException("the language is switched by its own form");
    }
}
