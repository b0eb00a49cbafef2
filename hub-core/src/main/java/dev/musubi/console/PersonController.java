package dev.musubi.console;

import dev.musubi.catalog.Catalog;
import dev.musubi.console.audit.Looks;
import dev.musubi.openapi.model.Household;
import dev.musubi.openapi.model.Identity;
import dev.musubi.openapi.model.Order;
import dev.musubi.openapi.model.OrderLine;
import dev.musubi.openapi.model.Profile;
import dev.musubi.openapi.model.TimelineEvent;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * <i>Person</i>: what is waiting for them, who they are, what they did. Each look is written down
 * before anything is shown.
 */
@Controller
final class PersonController {

    /** What the page shows of the timeline before more is asked for. */
    static final int FIRST_EVENTS = 20;

    /** What support cases and visits are looked for in. */
    private static final int RECENT = 200;

    private final Hub hub;
    private final Story story;
    private final Looks looks;
    private final Catalog catalog;
    private final MessageSource words;

    PersonController(Hub hub, Looks looks, Catalog catalog, MessageSource words) {
        this.hub = hub;
        this.story = new Story(hub);
        this.looks = looks;
        this.catalog = catalog;
        this.words = words;
    }

    @GetMapping("/console/people/{id}")
    String person(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String done,
            @ModelAttribute("r") Reader reader,
            @ModelAttribute("me") SignedIn me,
            Model model) {
        Profile profile = Hub.body(hub.profiles().getProfile(Hub.id(id), null));
        if (!profile.getId().equals(id)) {
            return "redirect:/console/people/" + profile.getId() + "?done=moved";
        }
        looks.note(me.name(), id, "person");
        List<Order> orders = story.orders(id);
        List<TimelineEvent> recent = story.events(id, "", "", null, RECENT).events();
        Identity identity = Hub.body(hub.identity().getIdentity(id, null, null));
        Household household = Hub.body(hub.households().getHousehold(id));
        Totals totals = Totals.of(orders, reader);
        Waiting waiting = Waiting.of(orders, recent, reader.now());

        model.addAttribute("profile", profile);
        model.addAttribute("glance", Glance.of(profile, orders, recent));
        model.addAttribute("waiting", waiting);
        model.addAttribute("writing", Writing.of(hub, profile));
        model.addAttribute("totals", totals);
        model.addAttribute("chart", totals.chart(reader, channels(totals, reader)));
        model.addAttribute("identity", identity);
        model.addAttribute("household", household);
        model.addAttribute("names", Names.of(catalog, skus(waiting, recent), reader.japanese()));
        model.addAttribute("rows", recent.stream().limit(FIRST_EVENTS).toList());
        model.addAttribute(
                "next", recent.size() > FIRST_EVENTS ? Story.after(recent, FIRST_EVENTS) : null);
        model.addAttribute("seen", channelsSeen(profile));
        model.addAttribute("done", done);
        return "console/person";
    }

    private static List<String> channelsSeen(Profile profile) {
        return profile.getStats().getChannels().keySet().stream().sorted().toList();
    }

    /** Items named in what is waiting and in the events that the page begins with. */
    private static Set<String> skus(Waiting waiting, List<TimelineEvent> recent) {
        Set<String> skus = new HashSet<>();
        Stream.of(
                        waiting.pickups().stream().flatMap(o -> o.getLines().stream()),
                        waiting.orders().stream().flatMap(o -> o.getLines().stream()),
                        waiting.returns().stream().flatMap(r -> r.part().getLines().stream()))
                .flatMap(s -> s)
                .map(OrderLine::getSku)
                .forEach(skus::add);
        recent.stream().limit(FIRST_EVENTS).forEach(e -> skus.addAll(Happened.skus(e)));
        return skus;
    }

    private Map<String, String> channels(Totals totals, Reader reader) {
        Map<String, String> names = new HashMap<>();
        totals.channels()
                .forEach(
                        c ->
                                names.put(
                                        c.channel(),
                                        words.getMessage(
                                                "channel." + c.channel(),
                                                null,
                                                c.channel(),
                                                reader.locale())));
        return names;
    }

    /** More of the timeline, or another choice of it. */
    @GetMapping("/console/people/{id}/timeline")
    String timeline(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String channel,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(required = false) @Nullable String cursor,
            @ModelAttribute("r") Reader reader,
            @ModelAttribute("me") SignedIn me,
            Model model) {
        looks.note(me.name(), Hub.id(id), "timeline");
        Story.Part part = story.events(id, channel, kind, cursor, FIRST_EVENTS);
        Set<String> skus = new HashSet<>();
        part.events().forEach(e -> skus.addAll(Happened.skus(e)));
        model.addAttribute("id", id);
        model.addAttribute("rows", part.events());
        model.addAttribute("next", part.next());
        model.addAttribute("channel", channel);
        model.addAttribute("kind", kind);
        model.addAttribute("names", Names.of(catalog, skus, reader.japanese()));
        return "console/timeline :: rows";
    }

    /** Where a fact came from: the event that said so, with all that it carried. */
    @GetMapping("/console/people/{id}/fact")
    String fact(
            @PathVariable String id,
            @RequestParam String trait,
            @ModelAttribute("r") Reader reader,
            @ModelAttribute("me") SignedIn me,
            Model model) {
        looks.note(me.name(), Hub.id(id), "fact");
        Profile profile = Hub.body(hub.profiles().getProfile(id, null));
        var fact = profile.getTraits().get(trait);
        if (fact != null) {
            OffsetDateTime time = fact.getTime();
            story.event(profile.getId(), fact.getEvent(), time)
                    .ifPresent(
                            event -> {
                                model.addAttribute("event", event);
                                model.addAttribute("happened", Happened.of(event));
                            });
        }
        model.addAttribute("trait", trait);
        model.addAttribute("fact", fact);
        model.addAttribute("names", Names.of(catalog, Set.of(), reader.japanese()));
        return "console/facts :: origin";
    }
}
