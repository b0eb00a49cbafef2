package dev.musubi.stores.node;

import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * Analysis under the official names of analysis-common, analysis-kuromoji and analysis-icu, over
 * the plain Lucene jars: those modules are not on Maven Central.
 */
public final class EmbeddedAnalysisPlugin extends Plugin implements AnalysisPlugin {
    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> all = new HashMap<>();
        all.putAll(CommonAnalysis.filters());
        all.putAll(JapaneseAnalysis.filters());
        all.putAll(IcuAnalysis.filters());
        return all;
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        Map<String, AnalysisProvider<CharFilterFactory>> all = new HashMap<>();
        all.putAll(CommonAnalysis.charFilters());
        all.putAll(JapaneseAnalysis.charFilters());
        all.putAll(IcuAnalysis.charFilters());
        return all;
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        Map<String, AnalysisProvider<TokenizerFactory>> all = new HashMap<>();
        all.putAll(CommonAnalysis.tokenizers());
        all.putAll(JapaneseAnalysis.tokenizers());
        all.putAll(IcuAnalysis.tokenizers());
        return all;
    }

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> all = new HashMap<>();
        all.putAll(CommonAnalysis.analyzers());
        all.putAll(JapaneseAnalysis.analyzers());
        return all;
    }
}
