package dev.musubi.benchmarks;

import java.util.Iterator;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What it costs to know who is who: 10,000 people with an account, and a card or a phone beside it,
 * which is their own, or the same for all of them.
 */
final class Crowd {

    private static final int PEOPLE = 10_000;

    /** Hands events over and waits until they have been applied; the rate goes into the table. */
    interface Ingest {
        void timed(String figure, Iterator<String> events) throws Exception;
    }

    private final String run;
    private final Ingest ingest;

    Crowd(String run, Ingest ingest) {
        this.run = run;
        this.ingest = ingest;
    }

    void measure() throws Exception {
        // A hub just started is compiled while it works.
        timed("warm-up: people by an account alone", i -> account("w" + i));
        timed("new people by an account alone", i -> account("a" + i));
        timed("… by an account and a card", i -> account("b" + i) + "," + card("b" + i));
        timed("… by an account and a phone of their own", i -> account("c" + i) + "," + phone(i));
        timed("… by an account and one phone of all", i -> account("d" + i) + "," + phone(-1));
        timed("known people by an account alone", i -> account("a" + i));
        timed("… by an account and a card", i -> account("b" + i) + "," + card("b" + i));
        timed("… by an account and a phone of their own", i -> account("c" + i) + "," + phone(i));
        timed("… by an account and one phone of all", i -> account("d" + i) + "," + phone(-1));
        timed(
                "twins: two accounts of one shop and one phone, kept apart",
                i -> account("e" + i) + "," + phone(100_000 + i / 2));
        Random random = new Random(1);
        timed(
                "… accounts at random, so that ever more hang together",
                i -> account("f" + random.nextInt(PEOPLE)) + "," + phone(200_000 + i / 2));
    }

    private void timed(String figure, IntFunction<String> identifiers) throws Exception {
        long batch = System.nanoTime();
        ingest.timed(
                figure,
                IntStream.range(0, PEOPLE)
                        .mapToObj(i -> event(batch + "-" + i, identifiers.apply(i)))
                        .iterator());
    }

    private String event(String id, String identifiers) {
        return "{\"source\":\"bench\",\"id\":\"%s-%s\",\"type\":\"page.viewed\",\"time\":\"%s\",\"channel\":\"web\",\"identifiers\":[%s],\"data\":{\"url\":\"/\"}}"
                .formatted(run, id, java.time.Instant.now(), identifiers);
    }

    private String account(String number) {
        return "{\"type\":\"customer_id\",\"namespace\":\"crowd\",\"value\":\"%s-%s\"}"
                .formatted(run, number);
    }

    private String card(String number) {
        return "{\"type\":\"loyalty_id\",\"value\":\"%s%s\"}".formatted(run, number);
    }

    /** A Japanese mobile number for each; below zero everybody's. */
    private static String phone(int number) {
        return "{\"type\":\"phone\",\"value\":\"+8190%08d\",\"verified\":true}"
                .formatted(20_000_000 + number);
    }
}
