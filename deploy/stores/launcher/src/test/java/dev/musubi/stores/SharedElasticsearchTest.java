package dev.musubi.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SharedElasticsearchTest {
    private static final String NAMES =
            """
            {"settings":{"number_of_replicas":0,"analysis":{"analyzer":{"reading":{
               "char_filter":["icu_normalizer"],"tokenizer":"kuromoji_tokenizer",
               "filter":["kuromoji_readingform"]}}}},
             "mappings":{"properties":{"name":{"type":"text","analyzer":"reading"}}}}
            """;

    private final Rest rest = new Rest(SharedStores.elasticsearchUri());

    @Test
    void aNameInKanjiIsFoundByItsReadingInHalfWidthKatakana() throws IOException {
        String index = SharedStores.indexPrefix() + "people";
        rest.put("/" + index, NAMES);
        rest.put("/" + index + "/_doc/1?refresh=true", "{\"name\":\"佐藤\"}");
        rest.put("/" + index + "/_doc/2?refresh=true", "{\"name\":\"鈴木\"}");

        String found =
                rest.post(
                        "/" + index + "/_search?filter_path=hits.hits._id",
                        "{\"query\":{\"match\":{\"name\":\"ｻﾄｳ\"}}}");

        assertThat(found).isEqualTo("{\"hits\":{\"hits\":[{\"_id\":\"1\"}]}}");
    }

    @Test
    void theRootTellsTheVersionThatClientsAskFor() throws IOException {
        assertThat(rest.get("/"))
                .contains("\"number\":\"9.5.2\"")
                .contains("\"build_snapshot\":false");
    }

    @Test
    void noClassOfTheServerIsOnTheLaunchersClassPath() {
        assertThat(System.getProperty("java.class.path")).doesNotContain("elasticsearch");
    }
}
