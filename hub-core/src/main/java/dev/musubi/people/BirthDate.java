package dev.musubi.people;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Birth dates as the rules compare them. */
final class BirthDate {

    private BirthDate() {}

    /** The ISO date; nothing where the text is none, which then keeps nobody apart. */
    static Optional<String> of(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text.strip()).toString());
        } catch (DateTimeParseException notADate) {
            return Optional.empty();
        }
    }
}
