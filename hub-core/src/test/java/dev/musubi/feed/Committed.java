package dev.musubi.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.OperationType;
import dev.musubi.platform.DocumentStore;
import dev.musubi.testing.TestHub;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/**
 * What was committed of profiles since it was opened: what the feed has to tell, write by write.
 */
final class Committed implements AutoCloseable {

    private record Write(String profile, long version, boolean created) {}

    private final MongoChangeStreamCursor<ChangeStreamDocument<Document>> cursor;
    private final List<Object> all = new ArrayList<>();
    private final Map<Write, Integer> places = new HashMap<>();
    private final Map<String, Write> last = new HashMap<>();

    Committed(TestHub hub) {
        cursor =
                hub.get(DocumentStore.class)
                        .database()
                        .watch(
                                List.of(
                                        Aggregates.match(
                                                Filters.in("ns.coll", "profiles", "notices"))))
                        .maxAwaitTime(1, TimeUnit.MILLISECONDS)
                        .cursor();
        cursor.tryNext();
    }

    private void look() {
        ChangeStreamDocument<Document> change = cursor.tryNext();
        while (change != null) {
            Document d = change.getFullDocument();
            if (change.getNamespace().getCollectionName().equals("notices")) {
                all.add(d.getString("_id"));
            } else if (change.getNamespace().getCollectionName().equals("profiles")) {
                Write write =
                        new Write(
                                d.getString("_id"),
                                d.getLong("version"),
                                change.getOperationType() == OperationType.INSERT);
                if (!d.getBoolean("retired", false)) {
                    places.put(write, all.size());
                    last.put(write.profile(), write);
                } else {
                    last.remove(write.profile());
                }
                all.add(write);
            }
            change = cursor.tryNext();
        }
    }

    /** Holds where each change is in the feed, once, in order. */
    void assertToldBy(List<Entry> feed) {
        look();
        assertThat(feed).extracting(Entry::seq).isSorted().doesNotHaveDuplicates();
        long first = feed.isEmpty() ? 0 : feed.getFirst().seq();
        assertThat(feed.stream().mapToLong(Entry::seq).max().orElse(-1) - first + 1)
                .as("without a gap")
                .isEqualTo(feed.size());
        List<Integer> told = new ArrayList<>();
        Map<String, Long> newest = new HashMap<>();
        for (Entry entry : feed) {
            Change change = entry.change();
            if (change.ofOneProfile()) {
                Integer place = places.get(write(change, true));
                told.add(place == null ? places.get(write(change, false)) : place);
                newest.put(change.profile(), change.version());
            } else {
                newest.keySet().removeAll(change.others());
            }
        }
        assertThat(told).as("in the order of commits").doesNotContainNull().isSorted();
        assertThat(told).as("each once").doesNotHaveDuplicates();
        Map<String, Long> expected = new HashMap<>();
        last.forEach((profile, write) -> expected.put(profile, write.version()));
        assertThat(newest).as("the newest version of each").isEqualTo(expected);
        assertThat(feed.stream().filter(e -> !e.change().ofOneProfile()).count())
                .as("merges and splits")
                .isEqualTo(all.stream().filter(String.class::isInstance).count());
    }

    private static Write write(Change change, boolean created) {
        return new Write(change.profile(), change.version(), created);
    }

    @Override
    public void close() {
        cursor.close();
    }
}
