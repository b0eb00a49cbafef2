package dev.musubi.search;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The written form of a name or a query: one form for the widths of kana, hiragana and katakana,
 * letter case, and accents on Latin letters. Pure and thread safe.
 */
final class Written {

    private static final Normalizer2 COMPATIBLE = Normalizer2.getNFKCInstance();
    private static final Transliterator WITHOUT_ACCENTS = Transliterator.getInstance("Latin-ASCII");
    private static final Pattern IGNORED =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Mn}&&[^\\s\\u3099\\u309A]]");
    private static final Pattern ACCENTED = Pattern.compile("[\\p{IsLatin}&&[^a-z]]");

    /** What stands between the parts of a name. */
    private static final Pattern GAP = Pattern.compile("[\\s\\p{Z},;、，・･/()\\[\\]<>「」\"]+");

    /** Old and other forms of characters in names, each followed by the common one. */
    private static final Map<Integer, Integer> COMMON =
            pairs(
                    "髙高﨑崎嵜崎碕崎邊辺邉辺齋斎齊斎斉斎濵浜濱浜嶋島嶌島廣広澤沢櫻桜國国眞真惠恵龍竜瀧滝靜静榮栄"
                            + "學学圓円壽寿當当德徳淺浅藪薮曾曽條条萬万傳伝豐豊應応關関鐵鉄緖緒黑黒槇槙增増祿禄遙遥穗穂彌弥"
                            + "舘館冨富栁柳𠮷吉髮髪槗橋檜桧鷗鴎麴麹莊荘渕淵渊淵埜野顯顕曉暁實実禮礼來来與与鹽塩");

    private Written() {}

    /** The form to compare; hiragana as katakana, Latin letters small and without accents. */
    static String of(String text) {
        String plain = compatible(text);
        String latin =
                ACCENTED.matcher(plain).find() ? WITHOUT_ACCENTS.transliterate(plain) : plain;
        return katakana(latin);
    }

    /** Widths and case made one; accents, and with them the long vowels of rōmaji, are kept. */
    static String compatible(String text) {
        String folded = UCharacter.foldCase(COMPATIBLE.normalize(text), true);
        return COMPATIBLE.normalize(IGNORED.matcher(folded).replaceAll(""));
    }

    /** The parts between spaces and punctuation, in order, widths made one; none is empty. */
    static List<String> parts(String text) {
        return GAP.splitAsStream(COMPATIBLE.normalize(text)).filter(p -> !p.isBlank()).toList();
    }

    /** So many characters at each place of a written form, in order, with spaces between. */
    static String grams(String written, int length) {
        int[] characters = written.codePoints().toArray();
        List<String> grams = new ArrayList<>();
        for (int i = 0; i + length <= characters.length; i++) {
            grams.add(new String(characters, i, length).replace(' ', '_'));
        }
        return String.join(" ", grams);
    }

    /** Old and other forms of kanji as the common one, and {@code 々} as what it repeats. */
    static String commonKanji(String written) {
        StringBuilder common = new StringBuilder(written.length());
        int last = 0;
        for (int i = 0; i < written.length(); i += Character.charCount(written.codePointAt(i))) {
            int character = written.codePointAt(i);
            int now =
                    character == '々' && last != 0
                            ? last
                            : COMMON.getOrDefault(character, character);
            common.appendCodePoint(now);
            last = now;
        }
        return common.toString();
    }

    /** Whether any character is a kanji. */
    static boolean hasKanji(String text) {
        return text.codePoints().anyMatch(c -> Character.isIdeographic(c) || c == '々');
    }

    /** Whether all characters are katakana; of written forms, so that hiragana are too. */
    static boolean isKana(String written) {
        return !written.isEmpty() && written.codePoints().allMatch(c -> c >= 0x30A1 && c <= 0x30FF);
    }

    /** Whether all characters are Latin letters, or the marks within a Latin name. */
    static boolean isLatin(String written) {
        return !written.isEmpty()
                && written.codePoints()
                        .allMatch(
                                c ->
                                        Character.UnicodeScript.of(c)
                                                        == Character.UnicodeScript.LATIN
                                                || c == '\''
                                                || c == '’'
                                                || c == '-'
                                                || c == '.');
    }

    private static Map<Integer, Integer> pairs(String characters) {
        int[] points = characters.codePoints().toArray();
        Map<Integer, Integer> pairs = new HashMap<>();
        for (int i = 0; i < points.length; i += 2) {
            pairs.put(points[i], points[i + 1]);
        }
        return Map.copyOf(pairs);
    }

    private static String katakana(String text) {
        StringBuilder katakana = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> (c >= 0x3041 && c <= 0x3096) || c == 0x309D || c == 0x309E ? c + 0x60 : c)
                .forEach(katakana::appendCodePoint);
        return katakana.toString();
    }
}
