package dev.musubi.e2e.torture;

import dev.musubi.e2e.torture.Door.Answer;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A system that asks for everything, all the time: it is answered, or told to come again. */
final class Reader {

    private final Door hub;
    private final Random random;
    private int reads;

    Reader(Door hub, long seed) {
        this.hub = hub;
        this.random = new Random(seed);
    }

    void readUntil(BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            String path = path();
            Answer answer = hub.get(path);
            if (answer.status() != 200 && answer.status() != 404) {
                throw new AssertionError(path + " was answered " + answer);
            }
            reads++;
            Door.pause(100 + random.nextInt(300));
        }
    }

    int reads() {
        return reads;
    }

    private String path() {
        int person = random.nextInt(World.PERSONS);
        String sku = World.SKUS.get(random.nextInt(World.SKUS.size()));
        return switch (random.nextInt(5)) {
            case 0 -> "/api/v1/availability?sku=" + sku;
            case 1 -> "/api/v1/availability/" + sku + "/" + World.WEB;
            case 2 -> "/api/v1/profiles/search?q=" + World.email(person);
            default ->
                    "/api/v1/profiles?identifier="
                            + World.identifiers(person).get(random.nextInt(4));
        };
    }
}
