package dev.musubi.search;

/** How much of a sweep over all documents is done, by count. One thread sweeps, others may look. */
final class Sweep {

    private final IndexSource.Count count;
    private String at = "";
    private long done;
    private long all = -1;
    private volatile double share = 1;

    Sweep(IndexSource.Count count) {
        this.count = count;
    }

    /** From 0 to 1; 1 where no sweep is under way. */
    double share() {
        return share;
    }

    /**
     * Begins, or goes on. One that another hub began, or this one before, is counted up to there.
     *
     * @param id the last that was swept; empty where none was
     */
    void goOn(String id) {
        if (all < 0 || !id.equals(at)) {
            all = count.upTo(null);
            done = id.isEmpty() ? 0 : count.upTo(id);
            at = id;
        }
        share = all == 0 ? 1 : Math.min(1, (double) done / all);
    }

    /** So many more were swept, up to this one. */
    void swept(int more, String id) {
        done += more;
        at = id;
    }

    /** Nothing is left to be swept here. */
    void end() {
        all = -1;
        share = 1;
    }
}
