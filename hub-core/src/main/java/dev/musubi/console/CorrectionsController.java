package dev.musubi.console;

import dev.musubi.console.audit.Looks;
import dev.musubi.openapi.model.IdentityDecision;
import dev.musubi.openapi.model.MergeRequest;
import dev.musubi.openapi.model.Profile;
import dev.musubi.openapi.model.SplitRequest;
import dev.musubi.platform.HubException.Refused;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Merging and splitting people, each with a preview first. */
@Controller
final class CorrectionsController {

    private static final int LONGEST_REASON = 500;
    private static final int MOST_IDENTIFIERS = 100;

    /** In a preview no reason is asked for, and none is kept. */
    private static final String PREVIEW = "preview";

    private final Hub hub;
    private final Looks looks;
    private final FindController find;

    CorrectionsController(Hub hub, Looks looks, FindController find) {
        this.hub = hub;
        this.looks = looks;
        this.find = find;
    }

    @GetMapping("/console/people/{id}/split")
    String split(@PathVariable String id, @ModelAttribute("me") SignedIn me, Model model) {
        show(id, me, "split", model);
        return "console/split";
    }

    /** What would become of them. */
    @PostMapping("/console/people/{id}/split/preview")
    String splitPreview(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> form,
            Model model) {
        List<String> identifiers = chosen(form);
        if (identifiers.isEmpty()) {
            model.addAttribute("choose", true);
            return "console/split :: preview";
        }
        preview(
                model,
                () ->
                        Hub.body(
                                hub.identity()
                                        .splitProfile(
                                                Hub.id(id),
                                                new SplitRequest(bounded(identifiers), PREVIEW),
                                                true)));
        return "console/split :: preview";
    }

    @PostMapping("/console/people/{id}/split")
    String splitNow(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> form,
            @RequestParam(defaultValue = "") String reason,
            @ModelAttribute("me") SignedIn me,
            Model model) {
        List<String> identifiers = chosen(form);
        String why = reason.strip();
        if (identifiers.isEmpty() || why.isEmpty() || why.length() > LONGEST_REASON) {
            show(id, me, "split", model);
            model.addAttribute("missing", identifiers.isEmpty() ? "identifiers" : "reason");
            model.addAttribute("reason", reason);
            model.addAttribute("chosen", identifiers);
            return "console/split";
        }
        try {
            IdentityDecision decision =
                    Hub.body(
                            hub.identity()
                                    .splitProfile(
                                            Hub.id(id),
                                            new SplitRequest(bounded(identifiers), why),
                                            false));
            return done("split", decision);
        } catch (Refused refused) {
            show(id, me, "split", model);
            model.addAttribute("refused", refused.problem().detail());
            model.addAttribute("reason", reason);
            return "console/split";
        }
    }

    @GetMapping("/console/people/{id}/merge")
    String merge(@PathVariable String id, @ModelAttribute("me") SignedIn me, Model model) {
        show(id, me, "merge", model);
        return "console/merge";
    }

    @PostMapping("/console/people/{id}/merge/candidates")
    String candidates(
            @PathVariable String id, @RequestParam(defaultValue = "") String q, Model model) {
        model.addAttribute("found", find.find(q));
        model.addAttribute("id", id);
        return "console/merge :: candidates";
    }

    /** What would become of both. */
    @PostMapping("/console/people/{id}/merge/preview")
    String mergePreview(@PathVariable String id, @RequestParam String with, Model model) {
        preview(
                model,
                () ->
                        Hub.body(
                                hub.identity()
                                        .mergeProfiles(
                                                Hub.id(id),
                                                new MergeRequest(Hub.id(with), PREVIEW),
                                                true)));
        model.addAttribute("with", with);
        return "console/merge :: preview";
    }

    @PostMapping("/console/people/{id}/merge")
    String mergeNow(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String with,
            @RequestParam(defaultValue = "") String reason,
            @ModelAttribute("me") SignedIn me,
            Model model) {
        String why = reason.strip();
        if (with.isEmpty() || why.isEmpty() || why.length() > LONGEST_REASON) {
            show(id, me, "merge", model);
            model.addAttribute("missing", with.isEmpty() ? "with" : "reason");
            model.addAttribute("reason", reason);
            return "console/merge";
        }
        try {
            return done(
                    "merged",
                    Hub.body(
                            hub.identity()
                                    .mergeProfiles(
                                            Hub.id(id),
                                            new MergeRequest(Hub.id(with), why),
                                            false)));
        } catch (Refused refused) {
            show(id, me, "merge", model);
            model.addAttribute("refused", refused.problem().detail());
            model.addAttribute("reason", reason);
            return "console/merge";
        }
    }

    private static String done(String what, IdentityDecision decision) {
        return "redirect:/console/people/"
                + decision.getProfiles().getFirst().getId()
                + "?done="
                + what;
    }

    private static void preview(Model model, Supplier<IdentityDecision> asked) {
        try {
            model.addAttribute("preview", asked.get());
        } catch (Refused refused) {
            model.addAttribute("refused", refused.problem().detail());
        }
    }

    private void show(String id, SignedIn me, String page, Model model) {
        Profile profile = Hub.body(hub.profiles().getProfile(Hub.id(id), null));
        looks.note(me.name(), profile.getId(), page);
        model.addAttribute("profile", profile);
        model.addAttribute("name", PersonName.of(profile));
        model.addAttribute(
                "identity", Hub.body(hub.identity().getIdentity(profile.getId(), null, null)));
    }

    /** As they were sent: an identifier may have a comma, at which a list would be taken apart. */
    private static List<String> chosen(MultiValueMap<String, String> form) {
        return form.getOrDefault("identifiers", List.of());
    }

    private static List<String> bounded(List<String> identifiers) {
        if (identifiers.size() > MOST_IDENTIFIERS) {
            throw Refusals.form("identifiers");
        }
        return identifiers;
    }
}
