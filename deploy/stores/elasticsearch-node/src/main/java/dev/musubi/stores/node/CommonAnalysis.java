package dev.musubi.stores.node;

import java.io.Reader;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.LetterTokenizer;
import org.apache.lucene.analysis.core.UpperCaseFilter;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.LimitTokenCountFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.TrimFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenizer;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.pattern.PatternTokenizer;
import org.apache.lucene.analysis.reverse.ReverseStringFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** What the hub may use of the module analysis-common. */
final class CommonAnalysis {
    private static final int ALL_SCRIPTS =
            CJKBigramFilter.HAN
                    | CJKBigramFilter.HIRAGANA
                    | CJKBigramFilter.KATAKANA
                    | CJKBigramFilter.HANGUL;

    private CommonAnalysis() {}

    static Map<String, AnalysisProvider<TokenFilterFactory>> filters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> all = new HashMap<>();
        all.put("uppercase", Providers.normalizingFilter(_ -> UpperCaseFilter::new));
        all.put(
                "asciifolding",
                Providers.normalizingFilter(
                        s -> stream -> new ASCIIFoldingFilter(stream, preserves(s))));
        all.put("cjk_width", Providers.normalizingFilter(_ -> CJKWidthFilter::new));
        all.put(
                "cjk_bigram",
                Providers.filter(
                        s ->
                                stream ->
                                        new CJKBigramFilter(
                                                stream,
                                                ALL_SCRIPTS,
                                                s.getAsBoolean("output_unigrams", false))));
        all.put(
                "edge_ngram",
                Providers.filter(
                        s ->
                                stream ->
                                        new EdgeNGramTokenFilter(
                                                stream, min(s), max(s), preserves(s))));
        all.put(
                "ngram",
                Providers.filter(
                        s -> stream -> new NGramTokenFilter(stream, min(s), max(s), preserves(s))));
        all.put("trim", Providers.normalizingFilter(_ -> TrimFilter::new));
        all.put(
                "truncate",
                Providers.normalizingFilter(
                        s -> stream -> new TruncateTokenFilter(stream, s.getAsInt("length", 10))));
        all.put("unique", Providers.filter(_ -> RemoveDuplicatesTokenFilter::new));
        all.put("reverse", Providers.normalizingFilter(_ -> ReverseStringFilter::new));
        all.put(
                "length",
                Providers.filter(
                        s ->
                                stream ->
                                        new LengthFilter(
                                                stream,
                                                s.getAsInt("min", 0),
                                                s.getAsInt("max", Integer.MAX_VALUE))));
        all.put(
                "limit",
                Providers.filter(
                        s ->
                                stream ->
                                        new LimitTokenCountFilter(
                                                stream, s.getAsInt("max_token_count", 1))));
        all.put("decimal_digit", Providers.normalizingFilter(_ -> DecimalDigitFilter::new));
        all.put("porter_stem", Providers.filter(_ -> PorterStemFilter::new));
        all.put("kstem", Providers.filter(_ -> KStemFilter::new));
        all.put(
                "pattern_replace",
                Providers.normalizingFilter(
                        s ->
                                stream ->
                                        new PatternReplaceFilter(
                                                stream,
                                                Pattern.compile(s.get("pattern")),
                                                s.get("replacement", ""),
                                                s.getAsBoolean("all", true))));
        return all;
    }

    static Map<String, AnalysisProvider<CharFilterFactory>> charFilters() {
        return Map.of(
                "html_strip",
                Providers.charFilter(_ -> HTMLStripCharFilter::new),
                "mapping",
                Providers.normalizingCharFilter(CommonAnalysis::mapping),
                "pattern_replace",
                Providers.normalizingCharFilter(
                        s ->
                                reader ->
                                        new PatternReplaceCharFilter(
                                                Pattern.compile(s.get("pattern")),
                                                s.get("replacement", ""),
                                                reader)));
    }

    static Map<String, AnalysisProvider<TokenizerFactory>> tokenizers() {
        return Map.of(
                "keyword",
                Providers.tokenizer(_ -> KeywordTokenizer::new),
                "whitespace",
                Providers.tokenizer(_ -> WhitespaceTokenizer::new),
                "letter",
                Providers.tokenizer(_ -> LetterTokenizer::new),
                "ngram",
                Providers.tokenizer(s -> () -> new NGramTokenizer(min(s), max(s))),
                "edge_ngram",
                Providers.tokenizer(s -> () -> new EdgeNGramTokenizer(min(s), max(s))),
                "pattern",
                Providers.tokenizer(
                        s ->
                                () ->
                                        new PatternTokenizer(
                                                Pattern.compile(s.get("pattern", "\\W+")),
                                                s.getAsInt("group", -1))));
    }

    static Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> analyzers() {
        return Map.of(
                "cjk",
                Providers.analyzer(_ -> new CJKAnalyzer()),
                "english",
                Providers.analyzer(_ -> new EnglishAnalyzer()));
    }

    private static Function<Reader, Reader> mapping(Settings settings) {
        NormalizeCharMap.Builder builder = new NormalizeCharMap.Builder();
        for (String rule : settings.getAsList("mappings")) {
            int arrow = rule.indexOf("=>");
            builder.add(rule.substring(0, arrow).trim(), rule.substring(arrow + 2).trim());
        }
        NormalizeCharMap map = builder.build();
        return reader -> new MappingCharFilter(map, reader);
    }

    private static int min(Settings settings) {
        return settings.getAsInt("min_gram", 1);
    }

    private static int max(Settings settings) {
        return settings.getAsInt("max_gram", 2);
    }

    private static boolean preserves(Settings settings) {
        return settings.getAsBoolean("preserve_original", false);
    }
}
