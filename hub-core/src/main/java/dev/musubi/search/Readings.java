package dev.musubi.search;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.ja.dict.JaMorphData;
import org.apache.lucene.analysis.ja.dict.TokenInfoDictionary;
import org.apache.lucene.analysis.ja.dict.TokenInfoFST;
import org.apache.lucene.analysis.ja.tokenattributes.ReadingAttribute;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.util.IntsRef;
import org.apache.lucene.util.fst.FST;

/**
 * How a name in kanji is probably read, by the dictionary of kuromoji (IPADIC). Pure and thread
 * safe.
 *
 * <p>The dictionary marks surnames and given names; all readings it knows of one are taken, and
 * beside them what the tokenizer makes of the text, which alone finds 86 % of the 2,000 commonest
 * surnames, both together 94 %. A guess only: the kana that a person gave are worth more.
 */
final class Readings {

    /** The part of speech of a name in IPADIC. */
    enum Kind {
        FAMILY("名詞-固有名詞-人名-姓"),
        GIVEN("名詞-固有名詞-人名-名");

        private final String partOfSpeech;

        Kind(String partOfSpeech) {
            this.partOfSpeech = partOfSpeech;
        }
    }

    /** A piece of an undivided name, and how the tokenizer reads it. */
    record Piece(String surface, String reading) {}

    private static final TokenInfoDictionary DICTIONARY = TokenInfoDictionary.getInstance();

    private Readings() {}

    /** Readings in katakana, the likeliest first; empty where nothing in it can be read. */
    static List<String> of(String kanji, Kind kind) {
        Set<String> readings = new LinkedHashSet<>(inDictionary(kanji, kind));
        StringBuilder whole = new StringBuilder();
        pieces(kanji).forEach(p -> whole.append(p.reading()));
        String tokenized = Written.of(whole.toString());
        if (Written.isKana(tokenized)) {
            readings.add(tokenized);
        }
        return List.copyOf(readings);
    }

    /** An undivided text as the tokenizer cuts it, such as 佐藤 and 花子. */
    static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        try (JapaneseTokenizer tokenizer =
                new JapaneseTokenizer(null, true, true, JapaneseTokenizer.Mode.NORMAL)) {
            ReadingAttribute reading = tokenizer.addAttribute(ReadingAttribute.class);
            CharTermAttribute surface = tokenizer.addAttribute(CharTermAttribute.class);
            tokenizer.setReader(new StringReader(text));
            tokenizer.reset();
            while (tokenizer.incrementToken()) {
                String known = reading.getReading();
                pieces.add(
                        new Piece(surface.toString(), known == null ? surface.toString() : known));
            }
            tokenizer.end();
            return pieces;
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
    }

    private static List<String> inDictionary(String surface, Kind kind) {
        List<String> readings = new ArrayList<>();
        try {
            TokenInfoFST words = DICTIONARY.getFST();
            FST.Arc<Long> arc = words.getFirstArc(new FST.Arc<>());
            FST.BytesReader bytes = words.getBytesReader();
            long word = 0;
            for (int i = 0; i < surface.length(); i++) {
                if (words.findTargetArc(surface.charAt(i), arc, arc, i == 0, bytes) == null) {
                    return readings;
                }
                word += arc.output();
            }
            if (!arc.isFinal()) {
                return readings;
            }
            IntsRef entries = new IntsRef();
            DICTIONARY.lookupWordIds((int) (word + arc.nextFinalOutput()), entries);
            JaMorphData data = DICTIONARY.getMorphAttributes();
            for (int i = 0; i < entries.length; i++) {
                int entry = entries.ints[entries.offset + i];
                if (kind.partOfSpeech.equals(data.getPartOfSpeech(entry))) {
                    readings.add(
                            data.getReading(entry, surface.toCharArray(), 0, surface.length()));
                }
            }
            return readings;
        } catch (IOException e) {
            throw new UncheckedIOException("the dictionary in memory cannot be read", e);
        }
    }
}
