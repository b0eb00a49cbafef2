package dev.musubi.stores.node;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;
import org.apache.lucene.analysis.ja.JapaneseBaseFormFilter;
import org.apache.lucene.analysis.ja.JapaneseIterationMarkCharFilter;
import org.apache.lucene.analysis.ja.JapaneseKatakanaStemFilter;
import org.apache.lucene.analysis.ja.JapaneseNumberFilter;
import org.apache.lucene.analysis.ja.JapanesePartOfSpeechStopFilter;
import org.apache.lucene.analysis.ja.JapaneseReadingFormFilter;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.ja.dict.UserDictionary;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.jspecify.annotations.Nullable;

/** The parts of the plugin analysis-kuromoji. */
final class JapaneseAnalysis {
    private JapaneseAnalysis() {}

    static Map<String, AnalysisProvider<TokenFilterFactory>> filters() {
        return Map.of(
                "kuromoji_baseform",
                Providers.filter(_ -> JapaneseBaseFormFilter::new),
                "kuromoji_part_of_speech",
                Providers.filter(
                        _ ->
                                stream ->
                                        new JapanesePartOfSpeechStopFilter(
                                                stream, JapaneseAnalyzer.getDefaultStopTags())),
                "kuromoji_readingform",
                Providers.filter(
                        settings ->
                                stream ->
                                        new JapaneseReadingFormFilter(
                                                stream,
                                                settings.getAsBoolean("use_romaji", false))),
                "kuromoji_stemmer",
                Providers.filter(_ -> JapaneseKatakanaStemFilter::new),
                "kuromoji_number",
                Providers.filter(_ -> JapaneseNumberFilter::new),
                "ja_stop",
                Providers.filter(
                        _ ->
                                stream ->
                                        new StopFilter(
                                                stream, JapaneseAnalyzer.getDefaultStopSet())));
    }

    static Map<String, AnalysisProvider<CharFilterFactory>> charFilters() {
        return Map.of(
                "kuromoji_iteration_mark",
                Providers.normalizingCharFilter(
                        _ -> reader -> new JapaneseIterationMarkCharFilter(reader, true, true)));
    }

    static Map<String, AnalysisProvider<TokenizerFactory>> tokenizers() {
        return Map.of("kuromoji_tokenizer", Providers.tokenizer(JapaneseAnalysis::tokenizer));
    }

    static Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> analyzers() {
        return Map.of(
                "kuromoji",
                Providers.analyzer(
                        settings ->
                                new JapaneseAnalyzer(
                                        dictionary(settings),
                                        mode(settings),
                                        JapaneseAnalyzer.getDefaultStopSet(),
                                        JapaneseAnalyzer.getDefaultStopTags())));
    }

    private static Supplier<Tokenizer> tokenizer(Settings settings) {
        UserDictionary dictionary = dictionary(settings);
        return () ->
                new JapaneseTokenizer(
                        dictionary,
                        settings.getAsBoolean("discard_punctuation", true),
                        settings.getAsBoolean("discard_compound_token", false),
                        mode(settings));
    }

    private static JapaneseTokenizer.Mode mode(Settings settings) {
        return JapaneseTokenizer.Mode.valueOf(
                settings.get("mode", "search").toUpperCase(Locale.ROOT));
    }

    private static @Nullable UserDictionary dictionary(Settings settings) {
        List<String> rules = settings.getAsList("user_dictionary_rules");
        if (rules.isEmpty()) {
            return null;
        }
        try {
            return UserDictionary.open(new StringReader(String.join("\n", rules)));
        } catch (IOException e) {
            throw new IllegalArgumentException("unreadable user_dictionary_rules", e);
        }
    }
}
