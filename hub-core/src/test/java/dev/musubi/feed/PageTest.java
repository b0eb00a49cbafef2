package dev.musubi.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.platform.HubException.Refused;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PageTest {

    @Test
    void withoutANumberItBeginsWithTheOldestThatIsKept() {
        assertThat(Page.of(null, 9, entries(5, 6, 7))).isEqualTo(page(7, 5, 6, 7));
        assertThat(Page.of(null, 9, entries())).as("none is kept").isEqualTo(page(9));
        assertThat(Page.of(null, 0, entries())).as("none was ever").isEqualTo(page(0));
    }

    @Test
    void anEmptyPageGoesOnWhereItWas() {
        assertThat(Page.of(9L, 9, entries())).isEqualTo(page(9));
        assertThat(Page.of(9L, 9, entries(10))).as("came just now").isEqualTo(page(10, 10));
        assertThat(Page.of(0L, 0, entries(1, 2))).isEqualTo(page(2, 1, 2));
    }

    @Test
    void whereTheNextEntryIsNotKeptTheCursorIsGone() {
        gone(() -> Page.of(3L, 9, entries(5, 6, 7)));
        gone(() -> Page.of(3L, 9, entries()));
    }

    @Test
    void aNumberBeyondTheEndIsOfAnotherFeed() {
        gone(() -> Page.of(12L, 9, entries()));
    }

    @Test
    void aPageEndsBeforeAGap() {
        assertThat(Page.of(4L, 9, entries(5, 6, 8, 9))).isEqualTo(page(6, 5, 6));
    }

    private static void gone(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.problem().status()).isEqualTo(410));
    }

    private static Page page(long end, long... seqs) {
        return new Page(entries(seqs), end);
    }

    private static List<Entry> entries(long... seqs) {
        return LongStream.of(seqs)
                .mapToObj(
                        seq ->
                                new Entry(
                                        seq,
                                        Change.written(
                                                Change.Type.CHANGED, "p", seq, Instant.EPOCH)))
                .toList();
    }
}
