package dev.musubi.search;

import dev.musubi.identity.Node;
import dev.musubi.profile.ProfileState;
import dev.musubi.profile.facet.Facet;
import dev.musubi.profile.facet.Fact;
import dev.musubi.profile.facet.Trait;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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

/**
 * What the index is told of a person, made from the stored profile, in microseconds. It stands in
 * this package because nobody else makes such a document.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SearchDocuments {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

    /** A person with an account and an e-mail address. */
    @State(Scope.Benchmark)
    public static class Person {

        /** How the name is written. */
        @Param({"latin", "japanese"})
        public String name = "latin";

        private final NumberKeys numbers = new NumberKeys("JP");

        private ProfileState profile() {
            Node account = new Node("customer_id:bench:p1");
            Node email = new Node("email:user1@mail.example");
            Facet facet = new Facet(account);
            facet.fold(
                    new Fact(
                            "bench|e-1",
                            "bench",
                            NOW,
                            "web",
                            null,
                            name.equals("latin")
                                    ? Map.of(Trait.GIVEN_NAME, "Hanako", Trait.FAMILY_NAME, "Sato")
                                    : Map.of(
                                            Trait.GIVEN_NAME, "花子",
                                            Trait.FAMILY_NAME, "佐藤",
                                            Trait.GIVEN_NAME_KANA, "ハナコ",
                                            Trait.FAMILY_NAME_KANA, "サトウ"),
                            List.of(),
                            List.of()));
            TreeMap<Node, String> nodes = new TreeMap<>();
            nodes.put(account, "b1");
            nodes.put(email, "b2");
            return new ProfileState("b1", 1, 0, nodes, Map.of(account, facet), false, false);
        }
    }

    /** A profile, made anew, as the index keeps it. */
    @Benchmark
    public Object searchDocument(Person person) {
        return IndexDocument.entry(Documents.of(person.profile(), List.of()), person.numbers, NOW);
    }
}
