package dev.musubi.search;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Everything by which numbers and addresses can be found. Numbers are kept backwards, so that their
 * last digits are a prefix. Pure and thread safe.
 */
final class NumberKeys {

    /** How many characters at the end of a number find it; fewer would find too many people. */
    static final int SHORTEST_ENDING = 4;

    /** How many characters anywhere in an address find it. */
    static final int SHORTEST_PART = 3;

    private static final Pattern SEPARATORS = Pattern.compile("[\\s\\-_.,#/・‐‑‒–—―−ー()+]");
    private static final int LONGEST = 1_024;

    private final PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
    private final String region;

    /**
     * @param region the ISO 3166 region in which a number without a country code is read
     */
    NumberKeys(String region) {
        this.region = region;
    }

    /** A card's or order's number as it is compared: small letters and digits alone. */
    static String plain(String number) {
        return SEPARATORS
                .matcher(Normalizer.normalize(number, Form.NFKC))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    static String backwards(String number) {
        return new StringBuilder(number).reverse().toString();
    }

    /** Card or order numbers, backwards. */
    static Set<String> endings(List<String> numbers) {
        Set<String> endings = new TreeSet<>();
        for (String number : numbers) {
            String plain = plain(number);
            if (!plain.isEmpty() && plain.length() <= LONGEST) {
                endings.add(backwards(plain));
            }
        }
        return endings;
    }

    /** The digits of each number, with its country code and as it is dialled within, backwards. */
    Set<String> phoneEndings(List<String> e164) {
        Set<String> endings = new TreeSet<>();
        for (String phone : e164) {
            endings.add(backwards(digits(phone)));
            try {
                String national =
                        phones.format(phones.parse(phone, null), PhoneNumberFormat.NATIONAL);
                endings.add(backwards(digits(national)));
            } catch (NumberParseException notANumber) {
                // Its digits alone find it.
            }
        }
        endings.remove("");
        return endings;
    }

    /** The digits of a typed number with its country code, where it can be one. */
    Optional<String> phone(String typed) {
        try {
            var number = phones.parse(typed, region);
            return phones.isPossibleNumber(number)
                    ? Optional.of(digits(phones.format(number, PhoneNumberFormat.E164)))
                    : Optional.empty();
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }

    /** An address, what stands before its @, and what stands after. */
    static Set<String> addresses(List<String> emails) {
        Set<String> keys = new TreeSet<>();
        for (String email : emails) {
            String address = Written.of(email);
            keys.add(address);
            int at = address.lastIndexOf('@');
            if (at > 0) {
                keys.add(address.substring(0, at));
                keys.add(address.substring(at + 1));
            }
        }
        keys.remove("");
        return keys;
    }

    /** Three characters at each place of a text, in order: a part of it has a run of the same. */
    static String grams(String text) {
        return Written.grams(Written.of(text), SHORTEST_PART);
    }

    static String digits(String text) {
        StringBuilder digits = new StringBuilder();
        Normalizer.normalize(text, Form.NFKC)
                .chars()
                .filter(c -> c >= '0' && c <= '9')
                .forEach(c -> digits.append((char) c));
        return digits.toString();
    }
}
