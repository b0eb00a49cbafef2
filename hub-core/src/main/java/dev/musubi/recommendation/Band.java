package dev.musubi.recommendation;

/** How well an item can be had. */
public enum Band {
    IN_STOCK,
    LOW,
    /** Nobody knows; it comes after what is known to be there. */
    UNKNOWN,
    /** Known not to be there; it is not recommended. */
    OUT
}
