package dev.musubi.platform;

import com.mongodb.MongoException;
import dev.musubi.platform.HubException.StoreAway;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What change streams may answer other than changes, said in the house's way. */
public final class History {

    private static final Duration SOON = Duration.ofSeconds(2);

    /** The token cannot be resumed from, or does not belong to this history. */
    private static final Set<Integer> TOKEN_LOST = Set.of(136, 222, 260, 280, 286);

    private History() {}

    /** What lies between is not known: the stream cannot go on where it was. */
    public static final class Lost extends RuntimeException {
        public Lost(@Nullable Throwable cause) {
            super("the change stream cannot go on where it was", cause);
        }
    }

    /**
     * What MongoDB answers.
     *
     * @throws Lost where the server no longer has what follows the token
     * @throws StoreAway where it does not answer
     */
    public static <T extends @Nullable Object> T asked(Supplier<T> request) {
        try {
            return request.get();
        } catch (MongoException e) {
            if (TOKEN_LOST.contains(e.getCode())) {
                throw new Lost(e);
            }
            throw new StoreAway("MongoDB does not say what changed: code " + e.getCode(), SOON, e);
        } catch (IllegalStateException e) {
            // The driver closed the cursor after an error of its own.
            throw new StoreAway("the change stream was closed", SOON, e);
        }
    }
}
