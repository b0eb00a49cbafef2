package dev.musubi.connectors.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a mail into text. What mailers call ISO-2022-JP and Shift_JIS are Microsoft's
 * supersets (①, ㈱, 髙); read by the standard's names these characters would be lost.
 */
final class MailCharsets {

    private static final Charset JAPANESE_MAIL = Charset.forName("x-windows-iso2022jp");
    private static final Charset JAPANESE_WINDOWS = Charset.forName("windows-31j");

    private static final Map<String, Charset> MEANT =
            Map.of(
                    "iso-2022-jp", JAPANESE_MAIL,
                    "csiso2022jp", JAPANESE_MAIL,
                    "shift_jis", JAPANESE_WINDOWS,
                    "shift-jis", JAPANESE_WINDOWS,
                    "x-sjis", JAPANESE_WINDOWS,
                    "sjis", JAPANESE_WINDOWS,
                    "us-ascii", StandardCharsets.UTF_8);

    private static final Pattern ENCODED_JAPANESE =
            Pattern.compile("(?i)=\\?iso-2022-jp\\?([bq])\\?");
    private static final Pattern ENCODED_WINDOWS =
            Pattern.compile("(?i)=\\?(?:x-sjis|shift[_-]jis)\\?([bq])\\?");

    private static final byte ESCAPE = 0x1b;

    private MailCharsets() {}

    /**
     * The text of the bytes: by the declared charset if it is one, else by the first that fits. A
     * byte that fits nothing becomes U+FFFD.
     */
    static String text(byte[] bytes, @Nullable String declared) {
        return named(declared)
                .map(charset -> new String(bytes, charset))
                .orElseGet(() -> guessed(bytes));
    }

    /** A header whose encoded words name the charsets that their mailers mean. */
    static String meant(String header) {
        String meant = ENCODED_JAPANESE.matcher(header).replaceAll("=?" + JAPANESE_MAIL + "?$1?");
        return ENCODED_WINDOWS.matcher(meant).replaceAll("=?" + JAPANESE_WINDOWS + "?$1?");
    }

    private static Optional<Charset> named(@Nullable String declared) {
        if (declared == null || declared.isBlank()) {
            return Optional.empty();
        }
        String name = declared.strip().toLowerCase(Locale.ROOT);
        Charset meant = MEANT.get(name);
        if (meant != null) {
            return Optional.of(meant);
        }
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return Optional.empty();
        }
    }

    private static String guessed(byte[] bytes) {
        for (byte one : bytes) {
            if (one == ESCAPE) {
                return new String(bytes, JAPANESE_MAIL);
            }
        }
        for (Charset charset : List.of(StandardCharsets.UTF_8, JAPANESE_WINDOWS)) {
            try {
                return charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException another) {
                // The next one.
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
