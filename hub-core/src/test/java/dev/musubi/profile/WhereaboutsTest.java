package dev.musubi.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.identity.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WhereaboutsTest {

    private static final Node CARD = new Node("loyalty_id:L1");
    private static final Node OTHER = new Node("loyalty_id:L2");

    private final Map<String, ProfileState> stored = new HashMap<>();
    private final Whereabouts whereabouts = new Whereabouts();

    private ProfileState put(String id, boolean retired, Node... nodes) {
        TreeMap<Node, String> births = new TreeMap<>();
        for (Node node : nodes) {
            births.put(node, id);
        }
        ProfileState state = new ProfileState(id, 1, 0, births, Map.of(), false, retired);
        stored.put(id, state);
        return state;
    }

    private Optional<String> expected(Node node) {
        return whereabouts
                .expected(node, id -> Optional.ofNullable(stored.get(id)))
                .map(ProfileState::id);
    }

    @Test
    void whoWasFoundIsExpectedWhereTheyWere() {
        whereabouts.learn(CARD, Profile.of(put("one", false, CARD)));

        assertThat(expected(CARD)).contains("one");
        assertThat(expected(OTHER)).isEmpty();
    }

    @Test
    void whoWasMergedOrSplitAwayIsNotExpected() {
        whereabouts.learn(CARD, Profile.of(put("one", false, CARD)));
        whereabouts.learn(OTHER, Profile.of(put("two", false, OTHER)));

        put("one", true);
        put("two", false, CARD);

        assertThat(expected(CARD)).isEmpty();
        assertThat(expected(OTHER)).isEmpty();
    }

    @Test
    void aProfileThatDoesNotHoldTheNodeIsNothingToGoBy() {
        whereabouts.learn(OTHER, Profile.of(put("one", false, CARD)));

        assertThat(expected(OTHER)).isEmpty();
    }
}
