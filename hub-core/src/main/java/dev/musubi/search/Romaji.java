package dev.musubi.search;

import com.ibm.icu.text.Transliterator;
import java.util.regex.Pattern;

/**
 * How a name sounds, as one key for kana and for each way to write it in Latin letters: Hepburn,
 * Kunrei, the spelling of passports and keyboards. Pure and thread safe.
 *
 * <p>The key is in Kunrei, because there each sound has one spelling. Two of them: {@code exact}
 * keeps long vowels and doubled consonants apart from short ones, so that 小野 (ono) and 大野 (oono,
 * ono, ohno, ōno) differ; {@code loose} drops the difference, as people do who write Latin letters.
 * Latin names of other languages go the same way: what matters is that both sides do.
 */
record Romaji(String exact, String loose) {

    private record Rule(Pattern from, String to) {
        Rule(String from, String to) {
            this(Pattern.compile(from), to);
        }
    }

    private static final Transliterator KATAKANA = Transliterator.getInstance("Katakana-Latin");
    private static final Transliterator WITHOUT_ACCENTS = Transliterator.getInstance("Latin-ASCII");

    private static final Rule[] LONG_MARKS = {
        new Rule("[āâ]", "aa"),
        new Rule("[īî]", "ii"),
        new Rule("[ūû]", "uu"),
        new Rule("[ēê]", "ee"),
        new Rule("[ōô]", "oo")
    };

    private static final Rule[] SOUNDS = {
        new Rule("[^a-z]", ""),
        new Rule("dz", "z"),
        new Rule("dj", "j"),
        new Rule("du", "zu"),
        new Rule("jy?(?=[aueo])", "zy"),
        new Rule("ji", "zi"),
        new Rule("c(?=ch)", "t"),
        new Rule("sh(?=[aueo])", "sy"),
        new Rule("shi", "si"),
        new Rule("(?:ch|cy)(?=[aueo])", "ty"),
        new Rule("chi", "ti"),
        new Rule("tsu", "tu"),
        new Rule("fu", "hu"),
        new Rule("wo", "o"),
        new Rule("m(?=[bpm])", "n"),
        new Rule("oh(?![aiueo])", "oo"),
        new Rule("ou", "oo")
    };

    private static final Pattern REPEATED = Pattern.compile("(.)\\1+");

    /**
     * The sound of a text in kana or Latin letters; keys are empty where it has neither.
     *
     * @param text in any width and case, with or without accents
     */
    static Romaji of(String text) {
        String plain = Written.compatible(text);
        String katakana = Written.of(text);
        String latin = Written.isKana(katakana) ? KATAKANA.transliterate(katakana) : plain;
        String exact = apply(SOUNDS, isAscii(latin) ? latin : withoutAccents(latin));
        return new Romaji(exact, REPEATED.matcher(exact).replaceAll("$1"));
    }

    /** Most are, and the transliterator takes its time for them too. */
    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static String withoutAccents(String text) {
        return WITHOUT_ACCENTS.transliterate(apply(LONG_MARKS, text));
    }

    private static String apply(Rule[] rules, String text) {
        String result = text;
        for (Rule rule : rules) {
            result = rule.from().matcher(result).replaceAll(rule.to());
        }
        return result;
    }
}
