package dev.musubi.recommendation;

import java.util.Arrays;

/**
 * How often something happened, by day: whole numbers in two small arrays, since there are millions
 * of them. Not thread safe.
 */
final class DayCounts {

    private int[] days = new int[2];
    private int[] counts = new int[2];
    private int size;

    /** Adds to the count of a day; a day that comes to nothing is forgotten. */
    void add(int day, int by) {
        int at = Arrays.binarySearch(days, 0, size, day);
        if (at < 0) {
            at = -at - 1;
            insert(at, day);
        }
        counts[at] += by;
        if (counts[at] == 0) {
            size--;
            System.arraycopy(days, at + 1, days, at, size - at);
            System.arraycopy(counts, at + 1, counts, at, size - at);
        }
    }

    private void insert(int at, int day) {
        if (size == days.length) {
            days = Arrays.copyOf(days, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        System.arraycopy(days, at, days, at + 1, size - at);
        System.arraycopy(counts, at, counts, at + 1, size - at);
        days[at] = day;
        counts[at] = 0;
        size++;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** What a day weighs. */
    @FunctionalInterface
    interface Weight {
        double of(int day);
    }

    /** The weighted sum, added up from the oldest day on, so that it is always the same bits. */
    double sum(Weight weight) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += counts[i] * weight.of(days[i]);
        }
        return sum;
    }
}
