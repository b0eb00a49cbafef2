package dev.musubi.platform.web;

import dev.musubi.platform.HubException.Overloaded;
import dev.musubi.platform.web.Room.Place;
import org.jspecify.annotations.Nullable;

/**
 * One request's way: its body is read outside, it is worked on in a room, and its answer goes out
 * from outside again, so that neither a slow sender nor a slow reader takes a place from anybody.
 * Of one thread.
 */
final class Visit implements AutoCloseable {

    static final String ATTRIBUTE = Visit.class.getName();

    private final Room room;
    private final int weight;
    private @Nullable Place place;

    /**
     * @param weight how many places it takes
     */
    Visit(Room room, int weight) {
        this.room = room;
        this.weight = weight;
    }

    /**
     * The body is there, the work begins.
     *
     * @throws Overloaded where there is no place
     */
    void enter() {
        if (place == null) {
            place = room.enter(weight);
        }
    }

    /** The answer is there, the work is done. */
    @Override
    public void close() {
        if (place != null) {
            place.leave();
        }
    }
}
