package dev.musubi.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * How often the right person stands first among many Japanese people, and how soon. 1,000 of them,
 * each the only one whose name sounds so, are asked for.
 */
final class Names {

    private static final int ASKED = 1_000;
    private static final String KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん";

    private record Part(String kanji, String kana) {}

    private record Name(Part family, Part given) {
        String sound() {
            return family.kana() + " " + given.kana();
        }
    }

    private final URI hub;
    private final String key;
    private final Table table;
    private final Random random = new Random(20261123);
    private final List<Part> families = new ArrayList<>();
    private final List<Part> givens = new ArrayList<>();

    /**
     * @param data the folder {@code names-ja}
     */
    Names(URI hub, String key, Path data, Table table) throws IOException {
        this.hub = hub;
        this.key = key;
        this.table = table;
        for (String line : Files.readAllLines(data.resolve("last_name_org.csv"))) {
            String[] cells = line.split(",", -1);
            families.add(new Part(cells[0], cells[2]));
        }
        for (String file : List.of("first_name_man_opti.csv", "first_name_woman_opti.csv")) {
            for (String line : Files.readAllLines(data.resolve(file))) {
                String[] cells = line.split(",", -1);
                for (int i = 2; i < cells.length; i++) {
                    givens.add(new Part(cells[i], cells[0]));
                }
            }
        }
    }

    void measure(int people) throws IOException, InterruptedException {
        List<Name> asked = new ArrayList<>();
        Set<String> sounds = new HashSet<>();
        while (asked.size() < ASKED) {
            Name name = somebody();
            if (sounds.add(name.sound())) {
                asked.add(name);
            }
        }
        List<String> events = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            Name name = i < ASKED ? asked.get(i) : somebody();
            while (i >= ASKED && sounds.contains(name.sound())) {
                name = somebody();
            }
            events.add(event(i, name));
        }
        // Of two who answer alike the one seen last stands first: who that is must not decide.
        Collections.shuffle(events, random);
        Seed.events(hub, key, events.iterator());
        awaitIndexed(people - 1);
        ask("search by kana", people, asked, Name::sound);
        ask("search by kana with a slip", people, asked, name -> slipped(name.sound()));
        ask("search by kanji", people, asked, n -> n.family().kanji() + n.given().kanji());
    }

    private Name somebody() {
        return new Name(
                families.get(random.nextInt(families.size())),
                givens.get(random.nextInt(givens.size())));
    }

    private static String event(int number, Name name) {
        return "{\"source\":\"bench\",\"id\":\"name-%d\",\"type\":\"profile.identified\",\"time\":\"%s\",\"channel\":\"web\",\"identifiers\":[{\"type\":\"customer_id\",\"namespace\":\"bench\",\"value\":\"n%d\"}],\"traits\":{\"familyName\":\"%s\",\"givenName\":\"%s\",\"familyNameKana\":\"%s\",\"givenNameKana\":\"%s\"}}"
                .formatted(
                        number,
                        Instant.now(),
                        number,
                        name.family().kanji(),
                        name.given().kanji(),
                        name.family().kana(),
                        name.given().kana());
    }

    private void awaitIndexed(int last) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (var connection = new Connection(hub, key)) {
            String probe =
                    "{\"source\":\"bench\",\"id\":\"name-probe-%d\",\"type\":\"profile.identified\",\"time\":\"%s\",\"channel\":\"web\",\"identifiers\":[{\"type\":\"customer_id\",\"namespace\":\"bench\",\"value\":\"n%d\"}],\"traits\":{\"fullName\":\"Zzyzx%d\"}}"
                            .formatted(start, Instant.now(), last, start);
            connection.post("/api/v1/events?wait=applied", probe);
            while (!connection
                    .get("/api/v1/profiles/search?q=Zzyzx" + start)
                    .body()
                    .contains("Zzyzx" + start)) {
                if (System.nanoTime() - start > Duration.ofMinutes(10).toNanos()) {
                    throw new IOException("the people were not indexed within 10 minutes");
                }
                Thread.sleep(200);
            }
        }
    }

    private void ask(String figure, int people, List<Name> asked, Function<Name, String> query)
            throws IOException {
        var times = new Histogram(3);
        int first = 0;
        int refused = 0;
        try (var connection = new Connection(hub, key)) {
            for (int round = 0; round < 2; round++) {
                times.reset();
                first = 0;
                for (int i = 0; i < asked.size(); i++) {
                    String q = URLEncoder.encode(query.apply(asked.get(i)), StandardCharsets.UTF_8);
                    long start = System.nanoTime();
                    Connection.Answer answer =
                            connection.get("/api/v1/profiles/search?limit=10&q=" + q);
                    times.recordValue((System.nanoTime() - start) / 1000);
                    refused += answer.status() == 200 ? 0 : 1;
                    first += firstIs(answer.body(), "\"n" + i + "\"") ? 1 : 0;
                }
            }
        }
        String among = String.format(Locale.ROOT, "%s, %,d people", figure, people);
        table.row(among, 1, new Loop.Result(0, times, refused), 1);
        table.fact("… the right one first", first + " of " + asked.size());
    }

    /** Whether the person is the first of the answer's hits. */
    private static boolean firstIs(String body, String id) {
        int first = body.indexOf("\"customer_id\"");
        int own = body.indexOf(id);
        return own >= 0 && own - first < 120 && own > first;
    }

    /** One letter wrong, missing, too many, or two in the wrong order, anywhere but at a space. */
    private String slipped(String name) {
        int at;
        do {
            at = random.nextInt(name.length() - 1);
        } while (name.charAt(at) == ' ' || name.charAt(at + 1) == ' ');
        String other = String.valueOf(KANA.charAt(random.nextInt(KANA.length())));
        return switch (random.nextInt(4)) {
            case 0 -> name.substring(0, at) + other + name.substring(at + 1);
            case 1 -> name.substring(0, at) + name.substring(at + 1);
            case 2 -> name.substring(0, at) + other + name.substring(at);
            default ->
                    name.substring(0, at)
                            + name.charAt(at + 1)
                            + name.charAt(at)
                            + name.substring(at + 2);
        };
    }
}
