package dev.musubi.stores.node;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import java.util.Map;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.icu.ICUNormalizer2CharFilter;
import org.apache.lucene.analysis.icu.ICUNormalizer2Filter;
import org.apache.lucene.analysis.icu.ICUTransformFilter;
import org.apache.lucene.analysis.icu.segmentation.DefaultICUTokenizerConfig;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** The parts of the plugin analysis-icu. */
final class IcuAnalysis {
    private IcuAnalysis() {}

    static Map<String, AnalysisProvider<TokenFilterFactory>> filters() {
        return Map.of(
                "icu_normalizer",
                Providers.normalizingFilter(
                        settings -> stream -> new ICUNormalizer2Filter(stream, form(settings))),
                "icu_folding",
                Providers.normalizingFilter(_ -> ICUFoldingFilter::new),
                "icu_transform",
                Providers.filter(
                        settings ->
                                stream ->
                                        new ICUTransformFilter(
                                                stream,
                                                Transliterator.getInstance(
                                                        settings.get("id", "Null")))));
    }

    static Map<String, AnalysisProvider<CharFilterFactory>> charFilters() {
        return Map.of(
                "icu_normalizer",
                Providers.normalizingCharFilter(
                        settings ->
                                reader -> new ICUNormalizer2CharFilter(reader, form(settings))));
    }

    static Map<String, AnalysisProvider<TokenizerFactory>> tokenizers() {
        return Map.of(
                "icu_tokenizer",
                Providers.tokenizer(
                        _ -> () -> new ICUTokenizer(new DefaultICUTokenizerConfig(true, true))));
    }

    private static Normalizer2 form(Settings settings) {
        return Normalizer2.getInstance(
                null,
                settings.get("name", "nfkc_cf"),
                settings.get("mode", "compose").equals("decompose")
                        ? Normalizer2.Mode.DECOMPOSE
                        : Normalizer2.Mode.COMPOSE);
    }
}
