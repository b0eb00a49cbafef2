package dev.musubi.platform;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A failure that nobody on the way can mend, by who has to act: one handler turns it into an
 * answer.
 */
public abstract sealed class HubException extends RuntimeException {

    private HubException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The caller's fault: repeating the same request will not help. */
    public static final class Refused extends HubException {
        private final transient Problem problem;

        public Refused(Problem problem) {
            super(problem.detail(), null);
            this.problem = problem;
        }

        public Problem problem() {
            return problem;
        }
    }

    /** A store does not answer; nothing was acknowledged, and the same request may be repeated. */
    public static final class StoreAway extends HubException {
        private final Duration retryAfter;

        public StoreAway(String what, Duration retryAfter, @Nullable Throwable cause) {
            super(what, cause);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** More came than can be taken right now; nothing was acknowledged. */
    public static final class Overloaded extends HubException {
        private final Duration retryAfter;

        public Overloaded(String what, Duration retryAfter) {
            super(what, null);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /**
     * The hub is starting or ending; nothing was acknowledged, and the same request may be
     * repeated.
     */
    public static final class NotReady extends HubException {
        private static final Duration A_START = Duration.ofSeconds(5);

        public NotReady(@Nullable Throwable cause) {
            super("the hub is starting or ending", cause);
        }

        public Duration retryAfter() {
            return A_START;
        }
    }
}
