package dev.musubi.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.recommendation.Because.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final Duration GAP = Duration.ofMinutes(30);

    private final Sessions sessions = new Sessions(Sessions.Bounds.ofVisits(1_000));

    @Test
    void whatSessionsLikeThisOneHoldBesidesComesWithTheItemThatLedToIt() {
        session("a", "tea", "pot");
        session("b", "tea", "pot");
        session("c", "shoe", "sock");

        List<Scored> like = like("shoe", "tea");

        assertThat(like).extracting(Scored::sku).containsExactly("pot", "sock");
        assertThat(like.get(0).because())
                .isEqualTo(new Because(Kind.VIEWED_TOGETHER, "tea", "e-tea", "now", null));
        assertThat(like.get(1).because().sku()).isEqualTo("shoe");
    }

    @Test
    void aSessionCountsFromTheMomentItHappens() {
        assertThat(like("tea")).isEmpty();

        session("a", "tea", "pot");

        assertThat(like("tea")).extracting(Scored::sku).containsExactly("pot");
    }

    @Test
    void aRareItemWinsOverOneThatEverybodyHas() {
        for (int i = 0; i < 50; i++) {
            session("bag-" + i, "bag", "other-" + i);
        }
        session("a", "tea", "pot", "bag");

        assertThat(like("tea")).extracting(Scored::sku).containsExactly("pot", "bag");
    }

    @Test
    void nobodysOwnSessionVotes() {
        session("now", "tea", "pot");

        assertThat(like("tea")).isEmpty();
    }

    @Test
    void afterAQuietHalfHourAnotherVisitBegins() {
        String first = view("v", "tea", 0);
        assertThat(view("v", "pot", 30)).isEqualTo(first);
        String second = view("v", "cup", 61);

        assertThat(second).isNotEqualTo(first);
        assertThat(sessions.seeds(Set.of("v"), Instant.MIN))
                .extracting(Seed::sku)
                .containsExactly("cup");
        assertThat(like("tea")).extracting(Scored::sku).containsExactly("pot");
    }

    @Test
    void theSameEventTwiceChangesNothing() {
        view("v", "tea", 0);
        view("v", "pot", 1);
        view("v", "tea", 0);

        assertThat(sessions.seeds(Set.of("v"), Instant.MIN))
                .extracting(Seed::sku)
                .containsExactly("tea", "pot");
        assertThat(sessions.size()).isEqualTo(1);
        assertThat(sessions.postings()).isEqualTo(2);
    }

    @Test
    void anItemSeenAgainIsTheNewestOfItsVisit() {
        view("v", "tea", 0);
        view("v", "pot", 1);
        view("v", "tea", 2);

        assertThat(sessions.seeds(Set.of("v"), Instant.MIN))
                .extracting(Seed::sku)
                .containsExactly("pot", "tea");
    }

    @Test
    void aVisitIsFoundAsLongAsItIsAskedFor() {
        view("v", "tea", 5);

        assertThat(sessions.seeds(Set.of("v"), START.plusSeconds(300))).hasSize(1);
        assertThat(sessions.seeds(Set.of("v"), START.plusSeconds(301))).isEmpty();
    }

    @Test
    void aForgottenSessionLeavesNothingBehind() {
        session("a", "tea", "pot");

        sessions.remove("a");

        assertThat(like("tea")).isEmpty();
        assertThat(sessions.postings()).isZero();
    }

    @Property(tries = 50)
    void memoryIsBoundedAndAnswersNeverHoldWhatWasAsked(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int most) {
        Sessions small = new Sessions(new Sessions.Bounds(most, 5, 4, 20, 5, 10));
        Random random = new Random(seed);

        for (int i = 0; i < 500; i++) {
            small.addWithGap(
                    "v" + random.nextInt(60),
                    GAP,
                    List.of(),
                    "s" + random.nextInt(20),
                    START.plusSeconds(i * 60L - random.nextInt(4_000)),
                    "e" + i);
        }

        assertThat(small.size()).isLessThanOrEqualTo(most);
        assertThat(small.postings()).isLessThanOrEqualTo(Math.min(most * 4, 20 * 5));
        List<Seed> asked = List.of(Seed.named("s1"), Seed.named("s2"));
        List<Scored> answer = small.like(asked, Kind.VIEWED_TOGETHER, 100);
        assertThat(answer)
                .extracting(Scored::sku)
                .doesNotContain("s1", "s2")
                .doesNotHaveDuplicates();
        assertThat(answer).isSortedAccordingTo(Scored.BEST_FIRST);
        for (int v = 0; v < 60; v++) {
            assertThat(small.seeds(Set.of("v" + v), Instant.MIN)).hasSizeLessThanOrEqualTo(4);
        }
    }

    private void session(String id, String... skus) {
        for (String sku : skus) {
            sessions.add(id, List.of(), sku, START, "other-" + sku);
        }
    }

    private String view(String visitor, String sku, int minute) {
        return sessions.addWithGap(
                visitor, GAP, List.of(), sku, START.plusSeconds(minute * 60L), "e-" + minute);
    }

    private List<Scored> like(String... skus) {
        List<Seed> seeds = new ArrayList<>();
        for (String sku : skus) {
            seeds.add(new Seed(sku, "e-" + sku, "now"));
        }
        return sessions.like(seeds, Kind.VIEWED_TOGETHER, 10);
    }
}
