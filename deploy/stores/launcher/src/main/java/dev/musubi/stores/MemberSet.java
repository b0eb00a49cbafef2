package dev.musubi.stores;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A replica set of several real mongods, for tests that take its members away: nobody starts them
 * again but {@link #restart}. To be used by one platform thread that stays, as the members end with
 * it.
 */
public final class MemberSet implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final int STEP_DOWN_SECONDS = 10;
    private static final EmbeddedMongo.Sizes SMALL = new EmbeddedMongo.Sizes(0.25, 990);

    private final List<Member> members = new ArrayList<>();

    /** One mongod, and how a test last left it. */
    private static final class Member {
        private final Path folder;
        private final int port;
        private final EmbeddedMongo program;
        private final MongoClient client;
        private @Nullable Process process;
        private boolean frozen;

        private Member(Path folder) throws IOException {
            this.folder = folder;
            this.program = new EmbeddedMongo(folder, MongodBinary.ofThisMachine(), SMALL);
            program.prepare();
            this.port = Ports.choose(folder);
            this.client =
                    MongoClients.create(
                            MongoClientSettings.builder()
                                    .applyConnectionString(
                                            new ConnectionString(
                                                    "mongodb://"
                                                            + address()
                                                            + "/?directConnection=true"))
                                    .applyToClusterSettings(
                                            c -> c.serverSelectionTimeout(2, TimeUnit.SECONDS))
                                    .applyToSocketSettings(
                                            s ->
                                                    s.connectTimeout(2, TimeUnit.SECONDS)
                                                            .readTimeout(20, TimeUnit.SECONDS))
                                    .build());
        }

        private String address() {
            return Ports.LOOPBACK + ":" + port;
        }

        private boolean runs() {
            return process != null && process.isAlive() && !frozen;
        }

        private Document hello() {
            return client.getDatabase("admin").runCommand(new Document("hello", 1));
        }

        private boolean says(String role) {
            try {
                return runs() && hello().getBoolean(role, false);
            } catch (MongoException betweenStates) {
                return false;
            }
        }
    }

    private MemberSet() {}

    /**
     * Starts the members and waits until there is a primary, and the others follow it.
     *
     * @param folder gets a folder for each member
     * @param election how long the others hear nothing of a primary before they elect another; ten
     *     seconds is MongoDB's own
     */
    public static MemberSet start(Path folder, int members, Duration election) {
        MemberSet set = new MemberSet();
        try {
            for (int i = 0; i < members; i++) {
                set.members.add(new Member(Files.createDirectories(folder.resolve("member-" + i))));
                set.launch(i);
            }
            set.initiate(election);
            return set;
        } catch (IOException | RuntimeException e) {
            set.close();
            throw new StoresException("the replica set cannot be started: " + e, e);
        }
    }

    /** The address of all members, for clients that follow the primary. */
    public String uri(String database) {
        return members.stream()
                .map(Member::address)
                .collect(
                        Collectors.joining(
                                ",",
                                "mongodb://",
                                "/" + database + "?replicaSet=" + ReplicaSet.NAME));
    }

    /** The member that takes writes, waited for. */
    public int primary() {
        int[] found = new int[1];
        await(
                "a primary",
                () -> {
                    OptionalInt now = primaryNow();
                    now.ifPresent(member -> found[0] = member);
                    return now.isPresent();
                });
        return found[0];
    }

    /** Waits until all members run and know their place: whoever is lost next, two are left. */
    public void awaitWhole() {
        await(
                "all members",
                () ->
                        members.stream()
                                .allMatch(m -> m.says("isWritablePrimary") || m.says("secondary")));
        primary();
    }

    /** The primary gives its place up, as for maintenance. */
    public void stepDown() {
        members.get(primary())
                .client
                .getDatabase("admin")
                .runCommand(
                        new Document("replSetStepDown", STEP_DOWN_SECONDS)
                                .append("secondaryCatchUpPeriodSecs", STEP_DOWN_SECONDS / 2));
    }

    /** SIGKILL. */
    public void kill(int member) {
        Process process = running(member);
        process.toHandle().destroyForcibly();
        try {
            if (!process.waitFor(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoresException("mongod " + process.pid() + " cannot be killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoresException("interrupted", e);
        }
    }

    /** Starts a member that ended on its folder and port; it catches up by itself. */
    public void restart(int member) {
        try {
            launch(member);
        } catch (IOException e) {
            throw new StoresException("mongod cannot be started again: " + e, e);
        }
    }

    /** SIGSTOP: its connections stay open, and nothing answers. */
    public void freeze(int member) {
        signal("-STOP", running(member).pid());
        members.get(member).frozen = true;
    }

    /** SIGCONT. */
    public void thaw(int member) {
        signal("-CONT", running(member).pid());
        members.get(member).frozen = false;
    }

    @Override
    public void close() {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            member.client.close();
            Process process = member.process;
            if (process != null && process.isAlive()) {
                if (member.frozen) {
                    thaw(i);
                }
                ChildProcess.terminate(process.toHandle());
            }
        }
    }

    private void launch(int number) throws IOException {
        Member member = members.get(number);
        member.process =
                ChildProcess.start(
                        member.program.name(), member.program.command(member.port), member.folder);
        member.frozen = false;
        await("mongod " + number, () -> running(number).isAlive() && Ports.answers(member.port));
    }

    private void initiate(Duration election) {
        List<Document> hosts =
                IntStream.range(0, members.size())
                        .mapToObj(
                                i ->
                                        new Document("_id", i)
                                                .append("host", members.get(i).address()))
                        .toList();
        Document settings =
                new Document("electionTimeoutMillis", election.toMillis())
                        .append("heartbeatIntervalMillis", HEARTBEAT.toMillis());
        members.getFirst()
                .client
                .getDatabase("admin")
                .runCommand(
                        new Document(
                                "replSetInitiate",
                                new Document("_id", ReplicaSet.NAME)
                                        .append("version", 1)
                                        .append("members", hosts)
                                        .append("settings", settings)));
        awaitWhole();
    }

    private OptionalInt primaryNow() {
        return IntStream.range(0, members.size())
                .filter(i -> members.get(i).says("isWritablePrimary"))
                .findFirst();
    }

    private Process running(int member) {
        Process process = members.get(member).process;
        if (process == null || !process.isAlive()) {
            throw new StoresException("mongod " + member + " does not run");
        }
        return process;
    }

    private static void signal(String signal, long pid) {
        Commands.Output out = Commands.run(List.of("kill", signal, Long.toString(pid)), 10);
        if (out.code() != 0) {
            throw new StoresException("kill " + signal + " " + pid + ": " + out.text());
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(String what, Condition condition) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new StoresException("there is not " + what + " within " + START_LIMIT);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }
}
