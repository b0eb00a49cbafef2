package dev.musubi.console;

import dev.musubi.catalog.Catalog;
import dev.musubi.console.account.Role;
import dev.musubi.console.audit.Looks;
import dev.musubi.openapi.model.Availability;
import dev.musubi.openapi.model.Identity;
import dev.musubi.openapi.model.IdentityNode;
import dev.musubi.openapi.model.Placement;
import dev.musubi.openapi.model.Recommendations;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Parts of a person's page that are asked for when they are wanted. */
@Controller
final class PersonPartsController {

    private static final int LIKES = 8;
    private static final int PLACES = 50;
    private static final int LONGEST_SKU = 256;

    private final Hub hub;
    private final Looks looks;
    private final Catalog catalog;

    PersonPartsController(Hub hub, Looks looks, Catalog catalog) {
        this.hub = hub;
        this.looks = looks;
        this.catalog = catalog;
    }

    /** What they may like, each with its reason. */
    @GetMapping("/console/people/{id}/likes")
    String likes(@PathVariable String id, @ModelAttribute("r") Reader reader, Model model) {
        Recommendations likes =
                Hub.body(
                        hub.recommendations()
                                .getRecommendations(
                                        Placement.HOME,
                                        Hub.id(id),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        LIKES));
        model.addAttribute("likes", likes);
        model.addAttribute("names", Names.of(catalog, Set.of(), reader.japanese()));
        return "console/parts :: likes";
    }

    /** Where an item can be had. */
    @GetMapping("/console/stock")
    String stock(@RequestParam String sku, @ModelAttribute("r") Reader reader, Model model) {
        if (sku.isEmpty() || sku.length() > LONGEST_SKU) {
            throw Refusals.form("sku");
        }
        Availability stock =
                Hub.body(hub.availability().getAvailability(sku, null, null, null, PLACES));
        model.addAttribute("stock", stock);
        model.addAttribute("names", Names.of(catalog, Set.of(sku), reader.japanese()));
        return "console/parts :: stock";
    }

    /**
     * Why these records are one person: the path between two identifiers, named by their places in
     * the list, because some readers see them masked.
     */
    @GetMapping("/console/people/{id}/why")
    String why(
            @PathVariable String id,
            @RequestParam int from,
            @RequestParam int to,
            @ModelAttribute("me") SignedIn me,
            HttpServletRequest request,
            Model model) {
        looks.note(me.name(), Hub.id(id), "why");
        List<String> identifiers =
                Voice.seeingAll(
                        request,
                        () ->
                                Hub.body(hub.identity().getIdentity(id, null, null))
                                        .getNodes()
                                        .stream()
                                        .map(IdentityNode::getIdentifier)
                                        .map(Written::of)
                                        .toList());
        boolean known =
                IntStream.of(from, to).allMatch(place -> place >= 0 && place < identifiers.size());
        if (known) {
            Identity identity =
                    Hub.body(
                            hub.identity()
                                    .getIdentity(id, identifiers.get(from), identifiers.get(to)));
            model.addAttribute("path", identity.getPath());
        } else {
            model.addAttribute("path", List.of());
        }
        model.addAttribute("leads", me.role() != Role.CLERK);
        return "console/facts :: path";
    }
}
