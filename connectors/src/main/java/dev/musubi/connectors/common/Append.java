package dev.musubi.connectors.common;

import dev.musubi.event.Appended;
import dev.musubi.event.Submission;
import java.util.List;

/** The way into the event log, as a function: the end of every route. */
@FunctionalInterface
public interface Append {

    /** Makes the events durable; results in the order of the submissions. */
    List<Appended> append(List<Submission> submissions);
}
