package dev.musubi.platform.web;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.platform.HubException.Overloaded;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    private static final int PIECE = BodyBudget.PIECE;

    @Test
    void bodiesShareWhatThereIs() {
        BodyBudget budget = new BodyBudget("bodies", 3 * PIECE, () -> {});
        BodyBudget.Share one = budget.share();
        BodyBudget.Share other = budget.share();
        one.grow(PIECE + 1);

        assertThatCode(() -> other.grow(PIECE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> other.grow(PIECE + 1)).isInstanceOf(Overloaded.class);

        one.close();
        assertThatCode(() -> other.grow(3 * PIECE)).doesNotThrowAnyException();
    }

    @Test
    void aShareIsGivenBackOnce() {
        BodyBudget budget = new BodyBudget("bodies", PIECE, () -> {});
        BodyBudget.Share one = budget.share();
        one.grow(1);
        one.close();
        one.close();
        budget.share().grow(1);

        assertThatThrownBy(() -> budget.share().grow(1)).isInstanceOf(Overloaded.class);
    }
}
