package dev.musubi.benchmarks.inside;

import com.fasterxml.jackson.databind.JsonNode;
import dev.musubi.event.intake.BodyReader;
import dev.musubi.event.intake.EventReader;
import dev.musubi.identity.Node;
import dev.musubi.platform.Json;
import dev.musubi.profile.facet.Combined;
import dev.musubi.profile.facet.Facet;
import dev.musubi.profile.facet.FacetCodec;
import dev.musubi.profile.facet.Fact;
import dev.musubi.profile.facet.Trait;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The pure functions that every event goes through, one by one, in microseconds. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HotPath {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

    /** An event as it is sent and as it was parsed. */
    @State(Scope.Benchmark)
    public static class Sent {
        private final EventReader reader = new EventReader();
        private final JsonNode envelope =
                Samples.view("e-1", "p1").put("time", "2026-11-22T10:15:30Z");
        private final byte[] body = Json.write(envelope).getBytes(StandardCharsets.UTF_8);
    }

    /** Events of one person, understood. */
    @State(Scope.Benchmark)
    public static class Facts {

        /** How many are folded. */
        @Param({"1", "20", "500"})
        public int events;

        private final List<Fact> facts = facts(500, "p1");
    }

    /** What is known of one person under some accounts. */
    @State(Scope.Benchmark)
    public static class Facets {

        /** Accounts of the person. */
        @Param({"1", "4", "16"})
        public int nodes;

        private final List<Facet> facets = new ArrayList<>();

        public Facets() {
            for (int i = 0; i < 16; i++) {
                Facet facet = new Facet(new Node("customer_id:bench:p" + i));
                facts(20, "p" + i).forEach(facet::fold);
                facets.add(facet);
            }
        }

        private List<Facet> some() {
            return facets.subList(0, nodes);
        }
    }

    private static List<Fact> facts(int number, String person) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            facts.add(
                    new Fact(
                            "bench|" + person + "-" + i,
                            "bench",
                            NOW.plusSeconds(i),
                            "web",
                            null,
                            i == 0
                                    ? Map.of(Trait.GIVEN_NAME, "First", Trait.FAMILY_NAME, "Last")
                                    : Map.of(),
                            List.of(),
                            List.of()));
        }
        return facts;
    }

    /** From the bytes of a request to a tree. */
    @Benchmark
    public JsonNode parse(Sent sent) {
        return BodyReader.object(sent.body);
    }

    /** Checks, canonical form and hash of an event. */
    @Benchmark
    public EventReader.Read readEvent(Sent sent) {
        return sent.reader.read(sent.envelope, Core.TRUSTED, NOW);
    }

    /** Into a facet that is empty. */
    @Benchmark
    public Facet fold(Facts facts) {
        Facet facet = new Facet(new Node("customer_id:bench:p1"));
        for (int i = 0; i < facts.events; i++) {
            facet.fold(facts.facts.get(i));
        }
        return facet;
    }

    /** A facet as a document. */
    @Benchmark
    public Document writeFacet(Facets facets) {
        return FacetCodec.write(facets.some().getLast());
    }

    /** A facet out of its document, written before. */
    @Benchmark
    public Facet writeAndReadFacet(Facets facets) {
        return FacetCodec.read(FacetCodec.write(facets.some().getLast()));
    }

    /** What a person's facets say together. */
    @Benchmark
    public Combined combine(Facets facets) {
        return Combined.of(facets.some());
    }
}
