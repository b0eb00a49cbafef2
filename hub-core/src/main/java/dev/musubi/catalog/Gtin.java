package dev.musubi.catalog;

/** Barcodes of GS1: JAN and EAN of 8 or 13 digits, UPC of 12, GTIN of 14. Pure. */
public final class Gtin {

    private Gtin() {}

    /** Whether it is written as one: then its last digit has to be right. */
    public static boolean looksLikeOne(String code) {
        int length = code.length();
        return (length == 8 || (length >= 12 && length <= 14))
                && code.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /**
     * Whether the last digit is the check digit of those before it (GS1 General Specifications,
     * 7.9): weighted 3 and 1 from the right, all together a multiple of ten.
     */
    public static boolean isValid(String code) {
        if (!looksLikeOne(code)) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < code.length(); i++) {
            int digit = code.charAt(code.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? digit : 3 * digit;
        }
        return sum % 10 == 0;
    }

    /** As scanners and catalogues compare it: 14 digits where it is one, else as it is. */
    public static String comparable(String code) {
        return isValid(code) ? "0".repeat(14 - code.length()) + code : code;
    }
}
