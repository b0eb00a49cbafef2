package dev.musubi.console;

import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The log-in page, the switch of language, and what is at no address. */
@Controller
final class SignInController {

    @GetMapping("/console")
    String home() {
        return "redirect:" + WayBack.HOME;
    }

    @GetMapping(WayBack.LOGIN)
    String login(@RequestParam Map<String, String> why, Model model) {
        model.addAttribute("then", WayBack.checked(why.get("then")));
        for (String notice : new String[] {"wrong", "often", "expired", "changed", "out"}) {
            if (why.containsKey(notice)) {
                model.addAttribute("notice", notice);
            }
        }
        return "console/login";
    }

    @PostMapping("/console/language")
    String language(
            @RequestParam String language,
            @RequestParam(required = false) @Nullable String then,
            HttpServletRequest request,
            HttpServletResponse response) {
        ReaderLocale.ours(language)
                .ifPresent(
                        locale ->
                                response.addHeader(
                                        HttpHeaders.SET_COOKIE,
                                        ResponseCookie.from(
                                                        ReaderLocale.COOKIE, locale.getLanguage())
                                                .path("/console")
                                                .maxAge(Duration.ofDays(365))
                                                .sameSite("Strict")
                                                .httpOnly(true)
                                                .secure(request.isSecure())
                                                .build()
                                                .toString()));
        return "redirect:" + (WayBack.LOGIN.equals(then) ? WayBack.LOGIN : WayBack.checked(then));
    }

    /** What the reader's role may not see. */
    @RequestMapping("/console/refused")
    @SuppressWarnings("DoNotCallSuggester") // Spring calls it
    String refused() {
        throw new Refused(new Problem(403, "missing-role", "Not for this role", "role", null));
    }

    @GetMapping("/console/**")
    @SuppressWarnings("DoNotCallSuggester") // Spring calls it
    String nothing() {
        throw new Refused(Problem.notFound("there is no such page"));
    }
}
