package dev.musubi.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fresh the counts of one place are.
 *
 * @param items that were counted there, of the first 5,000 that are known there
 * @param old those of them that were counted more than a day ago
 * @param newest the newest count; absent where nothing was counted
 * @param partial whether there are more than 5,000
 */
public record Freshness(long items, long old, @Nullable Instant newest, boolean partial) {}
