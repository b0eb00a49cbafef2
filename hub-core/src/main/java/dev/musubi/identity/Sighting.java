package dev.musubi.identity;

import java.util.List;

/**
 * What one event says about whose it is. Computed once, when the event is appended, and kept with
 * it.
 *
 * @param home where the event is folded: an identifier, else a thing
 * @param nodes all normalised identifiers of the event, strongest first, each once; an unverified
 *     contact point in its unverified form
 */
public record Sighting(Node home, List<Node> nodes) {

    public Sighting {
        nodes = List.copyOf(nodes);
    }

    /**
     * The nodes that this event declares to be one person, the home among them, strongest first.
     */
    public List<Node> joined() {
        return home.merges() ? nodes.stream().filter(Node::merges).toList() : List.of(home);
    }
}
