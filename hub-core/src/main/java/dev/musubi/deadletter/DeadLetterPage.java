package dev.musubi.deadletter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some dead letters, newest first.
 *
 * @param letters with empty originals and attributes; {@link DeadLetters#find} gives them whole
 * @param next the cursor of the page after this one; absent on the last
 */
public record DeadLetterPage(List<DeadLetter> letters, @Nullable String next) {

    public DeadLetterPage {
        letters = List.copyOf(letters);
    }
}
