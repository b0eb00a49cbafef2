package dev.musubi.console;

import dev.musubi.console.account.Accounts;
import dev.musubi.console.account.Accounts.Outcome;
import dev.musubi.console.account.Role;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who may log in: kept by administrators; everybody changes their own password. */
@Controller
final class AccountsController {

    private final Accounts accounts;

    AccountsController(Accounts accounts) {
        this.accounts = accounts;
    }

    @GetMapping("/console/accounts")
    String page(Model model) {
        model.addAttribute("accounts", accounts.list());
        model.addAttribute("roles", Role.values());
        model.addAttribute("shortest", Accounts.SHORTEST_PASSWORD);
        return "console/accounts";
    }

    @PostMapping("/console/accounts")
    String change(
            @RequestParam String act,
            @RequestParam String name,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "CLERK") Role role,
            Model model) {
        String account = name.strip().toLowerCase(Locale.ROOT);
        Outcome outcome =
                switch (act) {
                    case "create" -> accounts.create(account, password, role);
                    case "role" -> accounts.role(account, role);
                    case "password" -> accounts.password(account, password);
                    case "close" -> accounts.close(account, true);
                    case "open" -> accounts.close(account, false);
                    default -> throw Refusals.form("act");
                };
        if (outcome == Outcome.DONE) {
            return "redirect:/console/accounts";
        }
        model.addAttribute("outcome", outcome.name());
        model.addAttribute("name", name);
        return page(model);
    }

    @GetMapping("/console/password")
    String password(Model model) {
        model.addAttribute("shortest", Accounts.SHORTEST_PASSWORD);
        return "console/password";
    }

    /** Ends every log-in with the old one, this one too. */
    @PostMapping("/console/password")
    String password(
            @RequestParam(defaultValue = "") String old,
            @RequestParam(defaultValue = "") String password,
            @ModelAttribute("me") SignedIn me,
            Model model) {
        boolean known = accounts.signIn(me.name(), old).isPresent();
        Outcome outcome = known ? accounts.password(me.name(), password) : Outcome.UNKNOWN;
        if (outcome == Outcome.DONE) {
            return "redirect:" + WayBack.LOGIN + "?changed";
        }
        model.addAttribute("outcome", outcome.name());
        return password(model);
    }
}
