package dev.musubi.console;

import dev.musubi.openapi.model.DeadLetter;
import dev.musubi.openapi.model.DeadLetterPage;
import dev.musubi.openapi.model.Sources;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.quality.SourceQuality;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** <i>Channels</i>: how good each source is, and what could not be read, to replay after a fix. */
@Controller
final class ChannelsController {

    private static final int DAYS = 7;

    /** Days of the small line: two weeks show what is usual on a weekday. */
    private static final int LINE_DAYS = 14;

    private static final int SHOWN = 50;

    /** Letters that one request replays before it tells how far it is. */
    private static final int AT_ONCE = 20;

    private static final int LONGEST_ORIGINAL = 20_000;
    private static final int LONGEST_ID = 2048;

    private final Hub hub;
    private final SourceQuality quality;

    ChannelsController(Hub hub, SourceQuality quality) {
        this.hub = hub;
        this.quality = quality;
    }

    /**
     * How far a replay of many letters is.
     *
     * @param left those that are still to do; all open ones where it is absent
     * @param done what has been replayed
     * @param failed what could not be read again
     */
    record Replay(@Nullable List<String> left, @Nullable String cursor, int done, int failed) {
        public boolean ended() {
            return left != null && left.isEmpty();
        }
    }

    @GetMapping("/console/channels")
    String page(@RequestParam(required = false) @Nullable String cursor, Model model) {
        DeadLetterPage letters =
                Hub.body(hub.deadLetters().getDeadLetters(null, "open", SHOWN, cursor));
        Sources sources = Hub.body(hub.sources().getSources(DAYS));
        model.addAttribute("sources", sources);
        model.addAttribute("lines", lines(sources));
        model.addAttribute("lineDays", LINE_DAYS);
        model.addAttribute("letters", letters.getItems());
        model.addAttribute("next", letters.getNext());
        model.addAttribute("days", DAYS);
        return "console/channels";
    }

    private Map<String, Spark> lines(Sources sources) {
        Map<String, Spark> lines = new HashMap<>();
        quality.daily(
                        sources.getSources().stream()
                                .map(dev.musubi.openapi.model.SourceQuality::getSource)
                                .toList(),
                        LINE_DAYS)
                .forEach((source, days) -> lines.put(source, Spark.of(days)));
        return lines;
    }

    /** One dead letter with its original. */
    @GetMapping("/console/channels/letter")
    String letter(@RequestParam String id, Model model) {
        if (id.length() > LONGEST_ID) {
            throw Refusals.form("id");
        }
        DeadLetter letter = Hub.body(hub.deadLetters().getDeadLetter(id));
        model.addAttribute("letter", letter);
        model.addAttribute("original", readable(letter.getOriginal()));
        return "console/letter";
    }

    /**
     * Replays some letters, or all open ones in steps: each answer says how far it is and asks for
     * the next step, so that a closed page ends the replay and nothing is done twice.
     */
    @PostMapping("/console/channels/replay")
    String replay(
            @RequestParam MultiValueMap<String, String> form,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "0") int done,
            @RequestParam(defaultValue = "0") int failed,
            Model model) {
        List<String> letters = form.getOrDefault("letters", List.of());
        List<String> step = letters.stream().limit(AT_ONCE).toList();
        String next = null;
        if (all) {
            DeadLetterPage page =
                    Hub.body(
                            hub.deadLetters()
                                    .getDeadLetters(
                                            null,
                                            "open",
                                            AT_ONCE,
                                            cursor.isEmpty() ? null : cursor));
            step = page.getItems().stream().map(DeadLetter::getId).toList();
            next = page.getNext();
        }
        int good = 0;
        for (String id : step) {
            good += replayed(id) ? 1 : 0;
        }
        List<String> left =
                all
                        ? (next == null ? List.of() : null)
                        : letters.subList(step.size(), letters.size());
        model.addAttribute(
                "replay", new Replay(left, next, done + good, failed + step.size() - good));
        return "console/channels :: progress";
    }

    @GetMapping("/console/channels/replay")
    String back() {
        return "redirect:/console/channels";
    }

    private boolean replayed(String id) {
        try {
            return Hub.body(hub.deadLetters().replayDeadLetter(id)).getState()
                    == DeadLetter.StateEnum.REPLAYED;
        } catch (Refused gone) {
            return false;
        }
    }

    /** As text where it is text; where it is none, its size says all that a person can use. */
    private static String readable(byte @Nullable [] original) {
        if (original == null) {
            return "";
        }
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(original))
                            .toString();
            return text.length() <= LONGEST_ORIGINAL
                    ? text
                    : text.substring(0, LONGEST_ORIGINAL) + "…";
        } catch (CharacterCodingException bytes) {
            return "(" + original.length + " bytes)";
        }
    }
}
