package dev.musubi.recommendation;

/**
 * Where a recommendation is shown, and so what counts there. A weight is that of a layer in the
 * blend; what a person buys again dominates where repeats are wanted, and would spoil a page that
 * shows what goes with another thing.
 *
 * @see Blend
 */
enum Placement {
    HOME(1.0, 0.3, 1.0, 0.3, 0.7),
    PRODUCT(1.0, 0.8, 0.0, 0.0, 0.1),
    BASKET(0.5, 1.0, 0.7, 0.0, 0.3);

    /** What is looked at together with what this visit has looked at. */
    final double viewed;

    /** What is bought together with the item on the page or those in the basket. */
    final double together;

    /** What the person buys again and again. */
    final double own;

    /** What is bought together with what the person bought. */
    final double history;

    final double popular;

    Placement(double viewed, double together, double own, double history, double popular) {
        this.viewed = viewed;
        this.together = together;
        this.own = own;
        this.history = history;
        this.popular = popular;
    }
}
