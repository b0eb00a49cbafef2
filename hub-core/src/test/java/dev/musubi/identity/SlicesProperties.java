package dev.musubi.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class SlicesProperties {

    private static final Rules.Limit USUAL = Objects.requireNonNull(Rules.DEFAULT.devices());

    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final Node DEVICE = new Node("device_id:d");
    private static final Node HANAKO = new Node("loyalty_id:HANAKO");
    private static final Node TARO = new Node("loyalty_id:TARO");

    @Property(tries = 3_000)
    void marksThatComeOneByOneInAnyOrderCutAsAllAtOnce(
            @ForAll("marks") List<Mark> marks, @ForAll Random random) {
        List<Mark> shuffled = new ArrayList<>(marks);
        Collections.shuffle(shuffled, random);

        assertThat(oneByOne(shuffled)).isEqualTo(Slices.of(marks));
    }

    @Property(tries = 1_000)
    void aMarkThatIsSettledChangesNothingAndOneThatWasTakenUpIsSettled(
            @ForAll("marks") List<Mark> marks) {
        Slices slices = Slices.NONE;
        List<Mark> taken = new ArrayList<>();
        for (Mark mark : marks) {
            Slices after = slices.with(mark, next(taken));
            taken.add(mark);
            if (slices.settled(mark)) {
                assertThat(after).isEqualTo(slices);
            }
            slices = after;
        }
        Slices all = slices;
        assertThat(marks)
                .allSatisfy(mark -> assertThat(all.with(mark, next(taken))).isEqualTo(all));
    }

    @Property(tries = 1_000)
    void everyEventLiesInOneSlice(@ForAll("marks") List<Mark> marks) {
        Slices slices = Slices.of(marks);

        assertThat(marks)
                .allSatisfy(
                        mark ->
                                assertThat(slices.all())
                                        .filteredOn(s -> s.contains(mark.time(), mark.key()))
                                        .hasSize(1));
    }

    @Example
    void whatIsDoneBeforeTheLoginAndAfterTheLastLogoutIsTheirs() {
        Slices slices =
                Slices.of(
                        List.of(
                                mark(10, TARO, false),
                                mark(20, null, true),
                                mark(40, HANAKO, false)));

        assertThat(whose(slices, 5)).contains(TARO);
        assertThat(whose(slices, 15)).contains(TARO);
        assertThat(whose(slices, 30)).contains(HANAKO);
        assertThat(whose(slices, 50)).contains(HANAKO);
    }

    @Example
    void withoutALogoutWhatLiesBetweenTwoUsersIsTheFormers() {
        Slices slices = Slices.of(List.of(mark(10, TARO, false), mark(40, HANAKO, false)));

        assertThat(whose(slices, 30)).contains(TARO);
        assertThat(whose(slices, 41)).contains(HANAKO);
    }

    @Example
    void whatWasDoneMoreThanAMonthBeforeALoginIsNobodys() {
        Slices slices = Slices.of(List.of(mark(0, HANAKO, false)));
        Instant month = START.minus(Duration.ofDays(30));

        assertThat(slices.all().getFirst().attaches(month, "e")).isTrue();
        assertThat(slices.all().getFirst().attaches(month.minusMillis(1), "e")).isFalse();
    }

    @Example
    void theFourthLoginInAMonthMakesADeviceOneOfThePublic() {
        List<Mark> marks = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            marks.add(mark(i * 100, new Node("loyalty_id:P" + i), false));
            marks.add(mark(i * 100 + 50, null, true));
        }
        Slices slices = Slices.of(marks);

        assertThat(slices.sharedSince(USUAL))
                .isEqualTo(mark(400, new Node("loyalty_id:P4"), false));
        assertThat(slices.attached(DEVICE, USUAL, List.of())).hasSize(3);
        assertThat(Slices.of(marks.subList(0, 6)).sharedSince(USUAL)).isNull();
    }

    @Example
    void idsOfSeveralKindsMayBeOnePersons() {
        Slices slices =
                Slices.of(
                        List.of(
                                mark(1, new Node("loyalty_id:P"), false),
                                mark(2, new Node("customer_id:shop:1"), false),
                                mark(3, new Node("customer_id:app:1"), false),
                                mark(4, new Node("email:p@b.jp"), false)));

        assertThat(slices.sharedSince(USUAL)).isNull();
    }

    private static Optional<Node> whose(Slices slices, int minute) {
        Instant at = START.plusSeconds(60L * minute);
        return slices.attached(DEVICE, USUAL, List.of()).values().stream()
                .filter(s -> s.attaches(at, "e"))
                .findFirst()
                .flatMap(Slice::person);
    }

    private static Slices oneByOne(List<Mark> marks) {
        Slices slices = Slices.NONE;
        List<Mark> taken = new ArrayList<>();
        for (Mark mark : marks) {
            slices = slices.with(mark, next(taken));
            taken.add(mark);
        }
        return slices;
    }

    private static java.util.function.BiFunction<Mark, Slice, Optional<Mark>> next(
            List<Mark> taken) {
        return (behind, in) ->
                taken.stream()
                        .filter(m -> m.person() != null && m.compareTo(behind) > 0)
                        .filter(m -> in.contains(m.time(), m.key()))
                        .sorted()
                        .findFirst();
    }

    private static Mark mark(int minute, @Nullable Node person, boolean logout) {
        return new Mark(START.plusSeconds(60L * minute), "k" + minute, person, logout);
    }

    @Provide
    Arbitrary<List<Mark>> marks() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.of(HANAKO, TARO, new Node("loyalty_id:THIRD")).injectNull(0.3),
                        Arbitraries.of(true, false, false))
                .as((minute, person, logout) -> new Draft(minute, person, logout))
                .list()
                .ofMaxSize(14)
                .map(
                        drafts -> {
                            List<Mark> marks = new ArrayList<>();
                            for (Draft d : drafts) {
                                marks.add(
                                        new Mark(
                                                START.plusSeconds(60L * d.minute()),
                                                "k%02d".formatted(marks.size()),
                                                d.person(),
                                                d.logout() || d.person() == null));
                            }
                            return marks;
                        });
    }

    private record Draft(int minute, @Nullable Node person, boolean logout) {}
}
