package dev.musubi.benchmarks;

import java.util.List;
import java.util.function.Supplier;

/**
 * A kind of load: what a request carries.
 *
 * @param name on the command line
 * @param figure in the table
 * @param events how many a request carries
 * @param body makes the next request's body
 */
record Kind(String name, String figure, int events, Supplier<String> body) {

    /** The peer's own: 20 page views of one known person a request. */
    static final String ONE = "one";

    /** 20 page views of 20 known people a request. */
    static final String DIFFERENT = "different";

    /** A page view of somebody new a request. */
    static final String NEW = "new";

    /** A page view of a known person a request. */
    static final String SINGLE = "single";

    static Kind of(String name, Workload workload) {
        return switch (name) {
            case ONE ->
                    new Kind(
                            name,
                            "20 events of one person a request",
                            20,
                            () -> workload.views(workload.somebody(), 20));
            case DIFFERENT ->
                    new Kind(
                            name,
                            "20 events of different people a request",
                            20,
                            () -> workload.viewsOfMany(20));
            case NEW -> new Kind(name, "new people, 1 a request", 1, workload::stranger);
            case SINGLE ->
                    new Kind(
                            name, "single events", 1, () -> workload.views(workload.somebody(), 1));
            default ->
                    throw new IllegalArgumentException(
                            "--kinds wants some of "
                                    + List.of(ONE, DIFFERENT, NEW, SINGLE)
                                    + ", not "
                                    + name);
        };
    }

    Loop.Step step() {
        return connection -> connection.post("/api/v1/events", body.get());
    }
}
