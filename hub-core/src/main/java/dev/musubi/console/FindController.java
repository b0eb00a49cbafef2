package dev.musubi.console;

import dev.musubi.openapi.model.SearchResults;
import dev.musubi.platform.HubException.StoreAway;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * <i>Find</i>: who is in front of me. What is typed is sent as a form, so that no name and no
 * number gets into an address, and with it into histories and logs of others.
 */
@Controller
final class FindController {

    /** Nobody's name, address or number needs more; the contract takes no longer one. */
    static final int LONGEST = 256;

    private static final int SHOWN = 20;

    private final Hub hub;

    FindController(Hub hub) {
        this.hub = hub;
    }

    /**
     * What was found.
     *
     * @param state {@code empty}, {@code found}, {@code nothing}, {@code long}, {@code away} where
     *     only whole numbers can be looked up now
     * @param degraded whether only whole identifiers were looked up
     */
    record Found(String state, List<Candidate> people, boolean degraded) {
        Found {
            people = List.copyOf(people);
        }

        public boolean more() {
            return people.size() == SHOWN;
        }
    }

    @GetMapping(WayBack.HOME)
    String page(Model model) {
        model.addAttribute("found", new Found("empty", List.of(), false));
        return "console/find";
    }

    @GetMapping({"/console/find/results", "/console/find/scan"})
    String back() {
        return "redirect:" + WayBack.HOME;
    }

    @PostMapping("/console/find/results")
    String results(@RequestParam(defaultValue = "") String q, Model model) {
        model.addAttribute("found", find(q));
        return "console/find :: results";
    }

    /** What a scanner read: who it leads to at once, if it is one person. */
    @PostMapping("/console/find/scan")
    String scan(@RequestParam(defaultValue = "") String code, Model model) {
        Found found = find(code);
        if (found.people().size() == 1) {
            return "redirect:/console/people/" + found.people().getFirst().id();
        }
        model.addAttribute("found", found);
        model.addAttribute("scanned", code);
        return "console/find";
    }

    Found find(String text) {
        String query = text.strip();
        if (query.isEmpty()) {
            return new Found("empty", List.of(), false);
        }
        if (query.codePointCount(0, query.length()) > LONGEST) {
            return new Found("long", List.of(), false);
        }
        try {
            SearchResults results =
                    Hub.body(hub.search().searchProfiles(query, SHOWN, null, null, null, null));
            List<Candidate> people = results.getHits().stream().map(Candidate::of).toList();
            return new Found(people.isEmpty() ? "nothing" : "found", people, results.getDegraded());
        } catch (StoreAway away) {
            return new Found("away", List.of(), true);
        }
    }
}
