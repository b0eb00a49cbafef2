package dev.musubi.event.intake;

import dev.musubi.platform.Problem;

/** A field that is not as the contract says; ends the reading of one event. */
final class Invalid extends RuntimeException {

    private final transient Problem problem;

    Invalid(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static Invalid of(String field, String detail) {
        return new Invalid(Problem.invalid(field, field + ": " + detail));
    }

    Problem problem() {
        return problem;
    }
}
