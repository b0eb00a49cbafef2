package dev.musubi.event.intake;

/** The limits of the contract. Whoever meets one is told its name, its size and what came. */
final class Limits {

    /** Inflated; on the wire the edge bounds it further. */
    static final int REQUEST_BYTES = 20 << 20;

    static final int EVENTS = 1_000;
    static final int EVENT_BYTES = 256 << 10;
    static final int DEPTH = 32;
    static final int VALUES = 20_000;
    static final int NUMBER_DIGITS = 38;
    static final int IDENTIFIERS = 50;
    static final int IDENTIFIER_LENGTH = 1_024;
    static final int TRAIT_LENGTH = 256;
    static final int ID_LENGTH = 256;
    static final int ORDER_LINES = 2_000;

    private Limits() {}
}
