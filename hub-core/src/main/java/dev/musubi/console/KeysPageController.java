package dev.musubi.console;

import dev.musubi.openapi.model.NewKey;
import dev.musubi.openapi.model.Scope;
import dev.musubi.platform.HubException.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** <i>Keys</i> of the API: made, narrowed by scopes, revoked; a secret is shown once. */
@Controller
final class KeysPageController {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_ID = 64;

    private final Hub hub;

    KeysPageController(Hub hub) {
        this.hub = hub;
    }

    @GetMapping("/console/system/keys")
    String page(Model model) {
        model.addAttribute("keys", Hub.body(hub.keys().getKeys()).getKeys());
        model.addAttribute("scopes", Scope.values());
        return "console/keys";
    }

    /** The answer shows the secret, and nothing shows it again: it is no redirect to anywhere. */
    @PostMapping("/console/system/keys")
    String create(
            @RequestParam(defaultValue = "") String name,
            @RequestParam MultiValueMap<String, String> form,
            Model model) {
        List<String> scopes = form.getOrDefault("scopes", List.of());
        String called = name.strip();
        if (called.isEmpty() || called.length() > LONGEST_NAME || scopes.isEmpty()) {
            model.addAttribute("missing", scopes.isEmpty() ? "scopes" : "name");
            model.addAttribute("name", name);
            return page(model);
        }
        try {
            NewKey wish = new NewKey(called, wanted(scopes));
            model.addAttribute("created", Hub.body(hub.keys().createKey(wish)));
        } catch (Refused refused) {
            model.addAttribute("refused", refused.problem().detail());
        }
        return page(model);
    }

    @PostMapping("/console/system/keys/revoke")
    String revoke(@RequestParam String key) {
        if (key.length() > LONGEST_ID) {
            throw Refusals.form("key");
        }
        hub.keys().revokeKey(key);
        return "redirect:/console/system/keys";
    }

    @GetMapping("/console/system/keys/revoke")
    String back() {
        return "redirect:/console/system/keys";
    }

    private static List<Scope> wanted(List<String> names) {
        List<Scope> scopes = new ArrayList<>();
        for (String name : names) {
            scopes.add(
                    Arrays.stream(Scope.values())
                            .filter(s -> s.getValue().equals(name))
                            .findFirst()
                            .orElseThrow(() -> Refusals.form("scopes")));
        }
        return scopes;
    }
}
