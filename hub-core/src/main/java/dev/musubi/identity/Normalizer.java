package dev.musubi.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.ibm.icu.text.IDNA;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Brings the spellings of one identifier to one value, and drops what systems write where they know
 * nothing. Rule version {@value #VERSION}; stored nodes are never normalised again.
 */
final class Normalizer {

    static final int VERSION = 1;

    private static final int LONGEST = 1_024;
    private static final Pattern ZEROES = Pattern.compile("[0-]*");
    private static final Pattern CARD_SEPARATORS = Pattern.compile("[\\s\\-_.・‐‑–—―−ー]");
    private static final Pattern ADDRESS_NUMBERS = Pattern.compile("丁目|番地|番|号|[‐‑–—―−ー]");
    private static final Pattern ADDRESS_NOISE = Pattern.compile("[\\s.,、。]");
    private static final Pattern DASHES = Pattern.compile("-{2,}");
    private static final Set<String> PLACEHOLDERS =
            Set.of(
                    "-1",
                    "null",
                    "none",
                    "undefined",
                    "nan",
                    "anonymous",
                    "guest",
                    "true",
                    "false",
                    "[object object]",
                    "id",
                    "email",
                    "invalid",
                    "n/a",
                    "unknown");
    private static final Set<String> PLACEHOLDER_MAILBOXES = Set.of("test", "noreply", "no-reply");
    private static final IDNA DOMAINS =
            IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI);

    private final PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
    private final String region;

    /**
     * @param region the ISO 3166 region in which a phone number without a country code is read
     */
    Normalizer(String region) {
        this.region = region;
    }

    /** The one spelling, or nothing where the value identifies nobody. */
    Optional<String> normalize(IdentifierType type, String raw) {
        String value = raw.strip();
        if (value.length() > LONGEST || blocked(value)) {
            return Optional.empty();
        }
        return switch (type) {
            case EMAIL -> email(value);
            case PHONE -> phone(value);
            case LOYALTY_ID -> card(value);
            case CUSTOMER_ID,
                    SOCIAL_ID,
                    PAYMENT_TOKEN,
                    DEVICE_ID,
                    PUSH_TOKEN,
                    ANONYMOUS_ID,
                    RECEIPT ->
                    Optional.of(value);
        };
    }

    private static boolean blocked(String value) {
        return ZEROES.matcher(value).matches()
                || PLACEHOLDERS.contains(value.toLowerCase(Locale.ROOT));
    }

    private static Optional<String> card(String value) {
        String card = CARD_SEPARATORS.matcher(nfkc(value)).replaceAll("").toUpperCase(Locale.ROOT);
        return blocked(card) ? Optional.empty() : Optional.of(card);
    }

    private static Optional<String> email(String value) {
        String address = nfkc(value).strip().toLowerCase(Locale.ROOT);
        int at = address.lastIndexOf('@');
        if (at < 1
                || at == address.length() - 1
                || address.chars().anyMatch(Character::isWhitespace)) {
            return Optional.empty();
        }
        String mailbox = address.substring(0, at);
        if (PLACEHOLDER_MAILBOXES.contains(mailbox)) {
            return Optional.empty();
        }
        String domain = address.substring(at + 1);
        IDNA.Info info = new IDNA.Info();
        String ascii = DOMAINS.nameToASCII(domain, new StringBuilder(), info).toString();
        return info.hasErrors() ? Optional.empty() : Optional.of(mailbox + "@" + ascii);
    }

    private Optional<String> phone(String value) {
        try {
            var number = phones.parse(nfkc(value), region);
            return phones.isPossibleNumber(number)
                    ? Optional.of(phones.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }

    /** Numbers of a Japanese address count alike as 1-2-3 and as 1丁目2番3号; spaces never count. */
    static String address(String text) {
        String plain = nfkc(text).toLowerCase(Locale.ROOT);
        plain = ADDRESS_NUMBERS.matcher(plain).replaceAll("-");
        plain = ADDRESS_NOISE.matcher(plain).replaceAll("");
        plain = DASHES.matcher(plain).replaceAll("-");
        return plain.endsWith("-") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private static String nfkc(String value) {
        return java.text.Normalizer.normalize(value, Form.NFKC);
    }
}
