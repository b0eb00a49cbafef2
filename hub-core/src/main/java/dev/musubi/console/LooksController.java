package dev.musubi.console;

import dev.musubi.console.audit.Looks;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who looked at whom, for those who lead. */
@Controller
final class LooksController {

    private static final int SHOWN = 200;
    private static final int LONGEST = 64;

    private final Looks looks;

    LooksController(Looks looks) {
        this.looks = looks;
    }

    @GetMapping("/console/looks")
    String page(
            @RequestParam(defaultValue = "") String account,
            @RequestParam(defaultValue = "") String profile,
            Model model) {
        model.addAttribute("looks", looks.newest(some(account), some(profile), SHOWN));
        model.addAttribute("account", account);
        model.addAttribute("profile", profile);
        return "console/looks";
    }

    @PostMapping("/console/looks")
    String seen(@RequestParam String alert, @ModelAttribute("me") SignedIn me) {
        looks.seen(alert, me.name());
        return "redirect:/console/looks";
    }

    private static @Nullable String some(String text) {
        return text.isBlank() || text.length() > LONGEST ? null : text.strip();
    }
}
