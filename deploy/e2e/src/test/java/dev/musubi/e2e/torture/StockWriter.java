package dev.musubi.e2e.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.e2e.torture.Door.Answer;
import dev.musubi.e2e.torture.Told.Spot;
import java.time.Instant;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A stock system: counts, some of one time, and adjustments, in no order. */
final class StockWriter {

    private final String source;
    private final Random random;
    private final World world;
    private final Door hub;
    private final Model model;
    private Instant last;
    private int number;

    StockWriter(String name, long seed, World world, Door hub, Model model) {
        this.source = "stock:" + name;
        this.random = new Random(seed);
        this.world = world;
        this.hub = hub;
        this.model = model;
        this.last = world.early(random);
    }

    void writeUntil(BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            say();
            Door.pause(100 + random.nextInt(300));
        }
    }

    private void say() {
        Spot spot =
                new Spot(
                        World.LOCATIONS.get(random.nextInt(World.LOCATIONS.size())),
                        World.SKUS.get(random.nextInt(World.SKUS.size())));
        ObjectNode event =
                Door.JSON
                        .createObjectNode()
                        .put("source", source)
                        .put("id", "s-" + number++)
                        .put("channel", "stock");
        ObjectNode data = event.putObject("data");
        data.put("sku", spot.sku()).put("location", spot.location());
        Instant at;
        Told.Word word;
        if (random.nextBoolean()) {
            at = random.nextInt(4) == 0 ? last : world.early(random);
            last = at;
            int onHand = random.nextInt(100);
            event.put("type", "stock.counted");
            data.put("onHand", onHand).put("sequence", number);
            word = new Told.Counted(spot, onHand, number);
        } else {
            at = random.nextBoolean() ? world.early(random) : world.late(random);
            int delta = random.nextInt(21) - 10;
            event.put("type", "stock.adjusted");
            data.put("delta", delta).put("reason", "found");
            word = new Told.Adjusted(spot, delta);
        }
        event.put("time", at.toString());
        tell(event, new Told(source + "|" + event.get("id").asText(), null, at, word));
        if (random.nextInt(10) == 0) {
            tell(event, new Told(source + "|" + event.get("id").asText(), null, at, word));
        }
    }

    private void tell(ObjectNode event, Told told) {
        Answer answer = hub.post("/api/v1/events", event);
        JsonNode result = answer.body().path("results").path(0);
        String status = result.path("status").asText();
        if (!status.equals("accepted") && !status.equals("duplicate")) {
            throw new AssertionError(event + " was answered " + answer);
        }
        model.acknowledged(told);
    }
}
