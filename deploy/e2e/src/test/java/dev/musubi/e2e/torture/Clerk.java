package dev.musubi.e2e.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.e2e.torture.Door.Answer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Somebody at a counter who takes two people for one, and sees later that they are not: after each
 * split all must be as if the merge had never been, so the model needs to know nothing of it.
 */
final class Clerk {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Door hub;
    private final Random random;
    private final Set<List<Integer>> pairs = new LinkedHashSet<>();
    private int mistakes;

    Clerk(Door hub, long seed) {
        this.hub = hub;
        this.random = new Random(seed);
    }

    /**
     * Merges and splits people all of whose names are known, as a name that comes between the look
     * and the split would be left with the wrong one; never ends with two people merged.
     */
    void errUntil(BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            int one = random.nextInt(World.KNOWN);
            int other = random.nextInt(World.KNOWN);
            Optional<JsonNode> first = person(one);
            Optional<JsonNode> second = person(other);
            if (one != other && first.isPresent() && second.isPresent()) {
                ObjectNode body = Door.JSON.createObjectNode().put("reason", "looks alike");
                pairs.add(List.of(one, other));
                decide(first.get(), "merge", body.put("with", id(second.get())));
                Door.pause(100 + random.nextInt(500));
                mistakes += part(one, other) ? 1 : 0;
            }
            Door.pause(50 + random.nextInt(200));
        }
        // A merge that got no answer may have been carried out after the split that undid it.
        Door.pause(2_000);
        pairs.forEach(pair -> part(pair.getFirst(), pair.getLast()));
    }

    int mistakes() {
        return mistakes;
    }

    /**
     * An answer may have been lost on its way, so what counts is how they stand.
     *
     * @return whether there was anything to part
     */
    private boolean part(int one, int other) {
        boolean merged = false;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode first = person(one).orElseThrow();
            JsonNode second = person(other).orElseThrow();
            if (!id(first).equals(id(second))) {
                return merged;
            }
            merged = true;
            ObjectNode body = Door.JSON.createObjectNode().put("reason", "are two after all");
            ArrayNode parted = body.putArray("identifiers");
            World.identifiers(other).forEach(parted::add);
            decide(second, "split", body);
        }
        throw new AssertionError(one + " and " + other + " could not be parted");
    }

    private static String id(JsonNode profile) {
        return profile.path("id").asText();
    }

    private Optional<JsonNode> person(int number) {
        Answer answer =
                hub.get("/api/v1/profiles?identifier=" + World.identifiers(number).getFirst());
        return switch (answer.status()) {
            case 200 -> Optional.of(answer.body());
            case 404 -> Optional.empty();
            default -> throw new AssertionError("the clerk was answered " + answer);
        };
    }

    /** It is so already where an answer was lost, which is a refusal like any other. */
    private void decide(JsonNode profile, String what, ObjectNode body) {
        Answer answer = hub.post("/api/v1/profiles/" + id(profile) + "/" + what, body);
        if (answer.status() != 200
                && answer.status() != 404
                && answer.status() != 409
                && answer.status() != 422) {
            throw new AssertionError("the clerk was answered " + answer);
        }
    }
}
