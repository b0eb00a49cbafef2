package dev.musubi.deadletter;

import dev.musubi.event.Appended;
import java.util.List;

/** How the letters of one channel are taken in again: translated anew and appended. */
public interface Redelivery {

    /** The {@link Undelivered#channel()} whose letters come here. */
    String channel();

    /**
     * Translates the letter and appends what it gives. Harmless twice: event ids come from the
     * message, so that what went in before is a duplicate.
     *
     * @return what became of each event; empty where the letter holds nothing to be taken
     * @throws dev.musubi.platform.HubException.Refused where it still cannot be read, with the
     *     reason; StoreAway and Overloaded leave the letter as it was
     */
    List<Appended> redeliver(Undelivered letter);
}
