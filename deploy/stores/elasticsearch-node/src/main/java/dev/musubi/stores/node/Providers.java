package dev.musubi.stores.node;

import java.io.Reader;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/**
 * Elasticsearch's factories of analysis parts, made from functions of the settings. A part that a
 * normalizer may use carries a marker interface, hence each kind of filter twice.
 */
final class Providers {
    private Providers() {}

    static AnalysisProvider<TokenFilterFactory> filter(
            Function<Settings, Function<TokenStream, TokenStream>> make) {
        return provider((name, settings) -> new Filter(name, make.apply(settings)));
    }

    static AnalysisProvider<TokenFilterFactory> normalizingFilter(
            Function<Settings, Function<TokenStream, TokenStream>> make) {
        return provider((name, settings) -> new NormalizingFilter(name, make.apply(settings)));
    }

    static AnalysisProvider<CharFilterFactory> charFilter(
            Function<Settings, Function<Reader, Reader>> make) {
        return provider((name, settings) -> new CharFilter(name, make.apply(settings)));
    }

    static AnalysisProvider<CharFilterFactory> normalizingCharFilter(
            Function<Settings, Function<Reader, Reader>> make) {
        return provider((name, settings) -> new NormalizingCharFilter(name, make.apply(settings)));
    }

    static AnalysisProvider<TokenizerFactory> tokenizer(
            Function<Settings, Supplier<Tokenizer>> make) {
        return provider(
                (name, settings) -> TokenizerFactory.newFactory(name, make.apply(settings)));
    }

    static AnalysisProvider<AnalyzerProvider<? extends Analyzer>> analyzer(
            Function<Settings, Analyzer> make) {
        return provider((name, settings) -> new OneAnalyzer(name, make.apply(settings)));
    }

    private static <T> AnalysisProvider<T> provider(Maker<T> maker) {
        return new AnalysisProvider<>() {
            @Override
            public T get(
                    IndexSettings index, Environment environment, String name, Settings settings) {
                return maker.make(name, settings);
            }

            // _analyze without an index
            @Override
            public T get(Environment environment, String name) {
                return maker.make(name, Settings.EMPTY);
            }
        };
    }

    private interface Maker<T> {
        T make(String name, Settings settings);
    }

    private record Filter(String name, Function<TokenStream, TokenStream> wrap)
            implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream stream) {
            return wrap.apply(stream);
        }
    }

    private record NormalizingFilter(String name, Function<TokenStream, TokenStream> wrap)
            implements NormalizingTokenFilterFactory {
        @Override
        public TokenStream create(TokenStream stream) {
            return wrap.apply(stream);
        }
    }

    private record CharFilter(String name, Function<Reader, Reader> wrap)
            implements CharFilterFactory {
        @Override
        public Reader create(Reader reader) {
            return wrap.apply(reader);
        }
    }

    private record NormalizingCharFilter(String name, Function<Reader, Reader> wrap)
            implements NormalizingCharFilterFactory {
        @Override
        public Reader create(Reader reader) {
            return wrap.apply(reader);
        }
    }

    private static final class OneAnalyzer extends AbstractIndexAnalyzerProvider<Analyzer> {
        private final Analyzer analyzer;

        OneAnalyzer(String name, Analyzer analyzer) {
            super(name);
            this.analyzer = analyzer;
        }

        @Override
        public Analyzer get() {
            return analyzer;
        }
    }
}
