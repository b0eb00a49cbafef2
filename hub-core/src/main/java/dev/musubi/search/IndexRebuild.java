package dev.musubi.search;

import dev.musubi.platform.DocumentStore;
import dev.musubi.search.ProjectionStore.Held;
import dev.musubi.search.ProjectionStore.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has each index filled anew beside the one that is searched, and looks how far that is. The work
 * is done by whoever keeps the index: a hub, or the process that asks. A rebuild that was killed is
 * gone on with by the next that keeps it.
 */
public final class IndexRebuild implements AutoCloseable {

    /** The lease is not taken here. */
    private static final Duration NO_TERM = Duration.ZERO;

    private final DocumentStore store;
    private final SearchIndex profiles;
    private final SearchIndex products;

    /**
     * @param products closed with this
     */
    IndexRebuild(DocumentStore store, SearchIndex profiles, SearchIndex products) {
        this.store = store;
        this.profiles = profiles;
        this.products = products;
    }

    /**
     * How far an index is.
     *
     * @param index what its documents are, such as {@code profiles}
     * @param written how many documents are in the new one
     * @param all about how many there are
     * @param done whether the new one is searched
     */
    public record Progress(String index, long written, long all, boolean done) {}

    /** A rebuild that was asked for. */
    public static final class Asked {

        private final List<Work> works;
        private final boolean goesOn;

        private Asked(List<Work> works) {
            this.works = works;
            this.goesOn = works.stream().anyMatch(Work::underWay);
        }

        /** Whether one that did not come to its end is gone on with. */
        public boolean goesOn() {
            return goesOn;
        }

        /**
         * How far each index is.
         *
         * @throws dev.musubi.platform.HubException.StoreAway where a store does not answer
         */
        public List<Progress> look() {
            List<Progress> progress = new ArrayList<>();
            works.forEach(work -> progress.add(work.look()));
            return progress;
        }
    }

    /**
     * One index that is filled anew.
     *
     * @param before which one had been filled when it was asked for
     * @param underWay whether another was being filled then
     */
    private record Work(
            String name,
            ProjectionStore projection,
            ChangeStore documents,
            SearchIndex index,
            @Nullable String before,
            boolean underWay) {

        static Work ask(DocumentStore store, Layout layout, String collection, SearchIndex index) {
            ProjectionStore projection = new ProjectionStore(store, layout.alias(), NO_TERM);
            projection.prepare();
            Held held = projection.look().orElse(null);
            Position before = held == null ? null : held.position();
            boolean underWay = index.filled();
            if (!underWay) {
                projection.askRebuild();
            }
            return new Work(
                    layout.alias(),
                    projection,
                    new ChangeStore(store, collection),
                    index,
                    underWay || before == null ? null : before.index(),
                    underWay);
        }

        Progress look() {
            Held held = projection.look().orElse(null);
            Position position = held == null ? null : held.position();
            long all = documents.documents();
            if (held == null
                    || held.rebuild()
                    || position == null
                    || position.index().equals(before)) {
                return new Progress(name, 0, all, false);
            }
            boolean done = position.swept() == null && !index.filled();
            return new Progress(name, position.done(), Math.max(all, position.done()), done);
        }
    }

    /**
     * Asks for it, of profiles and products. Where a rebuild is under way that one is gone on with.
     *
     * @throws dev.musubi.platform.HubException.StoreAway where a store does not answer
     */
    public Asked ask() {
        return new Asked(
                List.of(
                        Work.ask(store, Layout.PROFILES, "profiles", profiles),
                        Work.ask(store, Layout.PRODUCTS, "products", products)));
    }

    @Override
    public void close() {
        products.close();
    }
}
