package dev.musubi.event.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.platform.Json;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

class CanonicalJsonProperties {

    @Property
    void itIsWhatTheReferenceImplementationWrites(@ForAll("objects") ObjectNode object)
            throws IOException {
        assertThat(CanonicalJson.ofEnvelope(object))
                .isEqualTo(new JsonCanonicalizer(Json.write(object)).getEncodedString());
    }

    @Test
    void theExampleOfTheStandardComesOutAsThere() {
        JsonNode example =
                Json.read(
                        """
                        {"numbers":[333333333.3333333,1E30,4.50,2e-3,0.000000000000000000000000001],
                         "string":"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                         "literals":[null,true,false]}""");

        assertThat(CanonicalJson.ofEnvelope(example))
                .isEqualTo(
                        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                                + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void amountsThatADoubleCannotTellApartStayApart() {
        assertThat(CanonicalJson.ofEnvelope(Json.read("{\"a\":0.30000000000000001}")))
                .isNotEqualTo(CanonicalJson.ofEnvelope(Json.read("{\"a\":0.3}")));
        assertThat(CanonicalJson.ofEnvelope(Json.read("{\"a\":9007199254740993}")))
                .isNotEqualTo(CanonicalJson.ofEnvelope(Json.read("{\"a\":9007199254740992}")));
    }

    @Test
    void theOrderOfKeysWhiteSpaceAndBackFillMakeNoDifference() {
        assertThat(CanonicalJson.ofEnvelope(Json.read("{\"b\":1.50, \"a\":2,\"historical\":true}")))
                .isEqualTo(CanonicalJson.ofEnvelope(Json.read("{\"a\":2,\"b\":1.5}")));
    }

    @Provide
    Arbitrary<ObjectNode> objects() {
        Arbitrary<JsonNode> leaves =
                Arbitraries.oneOf(
                        Arbitraries.strings()
                                .excludeChars('\ud800')
                                .map(CanonicalJsonProperties::text),
                        Arbitraries.doubles()
                                .map(d -> Json.mapper().getNodeFactory().numberNode(d)),
                        Arbitraries.integers()
                                .map(n -> Json.mapper().getNodeFactory().numberNode(n)),
                        Arbitraries.of(true, false)
                                .map(b -> Json.mapper().getNodeFactory().booleanNode(b)));
        return Arbitraries.maps(
                        Arbitraries.strings().ofMaxLength(6).map(CanonicalJsonProperties::paired),
                        leaves)
                .ofMaxSize(8)
                .map(
                        map -> {
                            ObjectNode object = Json.object();
                            map.forEach(object::set);
                            return object;
                        });
    }

    private static JsonNode text(String text) {
        return Json.mapper().getNodeFactory().textNode(paired(text));
    }

    /** Without halves of surrogate pairs, which are refused before. */
    private static String paired(String text) {
        return text.codePoints()
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
