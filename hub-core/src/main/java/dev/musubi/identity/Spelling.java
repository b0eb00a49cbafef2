package dev.musubi.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.ibm.icu.text.IDNA;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The one spelling of each identifier. Pure and thread safe. */
final class Spelling {

    private static final Pattern ADDRESS_NUMBERS = Pattern.compile("丁目|番地|番|号|[‐‑–—―−ー]");
    private static final Pattern ADDRESS_NOISE = Pattern.compile("[\\s.,、。]");
    private static final Pattern DASHES = Pattern.compile("-{2,}");
    private static final Pattern CARD_SEPARATORS = Pattern.compile("[\\s\\-_.・‐‑–—―−ー]");
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
    private static final IDNA DOMAINS =
            IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI);

    private final PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
    private final String region;

    /**
     * @param region the ISO 3166 region in which a phone number without a country code is read
     */
    Spelling(String region) {
        this.region = region;
    }

    /**
     * @param value without blanks around it
     * @return nothing where it is no value of this type
     */
    Optional<String> of(IdentifierType type, String value) {
        return switch (type) {
            case EMAIL -> email(value);
            case PHONE -> phone(value);
            case LOYALTY_ID -> Optional.of(card(value));
            case CUSTOMER_ID,
                    SOCIAL_ID,
                    PAYMENT_TOKEN,
                    DEVICE_ID,
                    PUSH_TOKEN,
                    ANONYMOUS_ID,
                    RECEIPT,
                    CLICK_TOKEN ->
                    Optional.of(value);
        };
    }

    private static String card(String value) {
        return CARD_SEPARATORS.matcher(nfkc(value)).replaceAll("").toUpperCase(Locale.ROOT);
    }

    private static Optional<String> email(String value) {
        String address = nfkc(value).strip().toLowerCase(Locale.ROOT);
        int at = address.lastIndexOf('@');
        if (at < 1
                || at == address.length() - 1
                || address.chars().anyMatch(Character::isWhitespace)) {
            return Optional.empty();
        }
        IDNA.Info info = new IDNA.Info();
        String domain =
                DOMAINS.nameToASCII(address.substring(at + 1), new StringBuilder(), info)
                        .toString();
        return info.hasErrors()
                ? Optional.empty()
                : Optional.of(address.substring(0, at) + "@" + domain);
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

    /** What nobody sees makes no other value: a card copied from a page may bring it along. */
    private static String nfkc(String value) {
        return INVISIBLE.matcher(java.text.Normalizer.normalize(value, Form.NFKC)).replaceAll("");
    }
}
