package dev.musubi.people;

import dev.musubi.event.StoredEvent;
import dev.musubi.identity.Claim;
import dev.musubi.identity.Hint;
import dev.musubi.identity.Mark;
import dev.musubi.identity.Node;
import dev.musubi.identity.Seen;
import dev.musubi.identity.Trace;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds who came by a link that a mail brought them: an event of the mail and a visit name the same
 * token. A function of the earliest event of the mail and of the devices that the token came back
 * from, in whatever order they come. Pure.
 *
 * @param tokens traces that the batch changes
 * @param hints by device and token; an absent value takes one away
 */
record Clicks(Map<Node, Trace> tokens, Map<Node, Map<Node, Optional<Hint>>> hints) {

    private static final String OF_MAIL = "email.";

    /** The tokens that say something: beside the addressee of a mail, or a device. */
    static Set<Node> tokens(Collection<Work> batch) {
        return batch.stream()
                .map(Work::stored)
                .filter(e -> ofMail(e) || devices(e).findAny().isPresent())
                .flatMap(e -> e.nodes().stream().filter(Node::hints))
                .collect(Collectors.toSet());
    }

    /** Anybody may type an address: only who is proven is believed to have got a mail. */
    private static boolean ofMail(StoredEvent event) {
        return event.type().startsWith(OF_MAIL) && event.home().merges();
    }

    private static Stream<Node> devices(StoredEvent event) {
        return event.type().startsWith(OF_MAIL)
                ? Stream.empty()
                : event.nodes().stream().filter(Node::attaches);
    }

    /** What the batch says, by what is known of its tokens. */
    static Clicks of(Collection<Work> batch, Map<Node, Trace> traces) {
        Map<Node, Trace> now = new HashMap<>();
        for (Node token : tokens(batch)) {
            Trace known = traces.get(token);
            now.put(token, known == null ? Trace.of(token) : known);
        }
        for (Work work : batch) {
            StoredEvent event = work.stored();
            event.nodes().stream()
                    .filter(now::containsKey)
                    .forEach(token -> now.computeIfPresent(token, (_, t) -> with(t, event)));
        }
        Map<Node, Map<Node, Optional<Hint>>> hints = new HashMap<>();
        Set<Node> same = new HashSet<>();
        now.forEach(
                (token, trace) -> {
                    Trace before = traces.get(token);
                    if (trace.equals(before)) {
                        same.add(token);
                    }
                    Seen was = before == null ? null : before.onlySeen().orElse(null);
                    Seen is = trace.onlySeen().orElse(null);
                    if (was != null && (is == null || !is.device().equals(was.device()))) {
                        put(hints, was.device(), token, Optional.empty());
                    }
                    if (is != null && !trace.equals(before)) {
                        put(hints, is.device(), token, Optional.of(hint(trace, is)));
                    }
                });
        now.keySet().removeAll(same);
        return new Clicks(now, hints);
    }

    private static Trace with(Trace token, StoredEvent event) {
        Trace with = token;
        if (ofMail(event)) {
            with = with.sent(new Claim(event.effectiveTime(), event.key(), event.home()));
        }
        for (Node device : devices(event).toList()) {
            with = with.seen(new Seen(device, event.time(), event.key()));
        }
        return with;
    }

    private static Hint hint(Trace token, Seen seen) {
        Claim claim = token.claim();
        Node person = claim == null ? null : claim.home();
        return new Hint(token.node(), new Mark(seen.time(), seen.key(), person, false));
    }

    private static void put(
            Map<Node, Map<Node, Optional<Hint>>> hints,
            Node device,
            Node token,
            Optional<Hint> hint) {
        hints.computeIfAbsent(device, _ -> new HashMap<>()).put(token, hint);
    }

    /** The hints of a device as they are now. */
    List<Hint> hints(Node device, @Nullable List<Hint> before) {
        Map<Node, Hint> all = new HashMap<>();
        if (before != null) {
            before.forEach(h -> all.put(h.token(), h));
        }
        hints.getOrDefault(device, Map.of())
                .forEach(
                        (token, hint) -> {
                            all.remove(token);
                            hint.ifPresent(h -> all.put(token, h));
                        });
        return List.copyOf(all.values());
    }
}
