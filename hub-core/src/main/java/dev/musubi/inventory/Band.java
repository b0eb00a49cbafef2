package dev.musubi.inventory;

/** How well something can be had. */
public enum Band {
    IN_STOCK,
    /** Few, or not surely there any more. */
    LOW,
    /** Nobody counted it, or too long ago. */
    UNKNOWN,
    OUT
}
