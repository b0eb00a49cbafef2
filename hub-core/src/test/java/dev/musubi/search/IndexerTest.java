package dev.musubi.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import dev.musubi.platform.DocumentStore;
import dev.musubi.platform.Json;
import dev.musubi.search.IndexerStatus.State;
import dev.musubi.stores.ChildFacts;
import dev.musubi.stores.SharedStores;
import dev.musubi.stores.Stores;
import dev.musubi.stores.StoresOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexerTest {

    private static final NumberKeys NUMBERS = new NumberKeys("JP");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration TERM = Duration.ofSeconds(4);

    private final List<AutoCloseable> open = new ArrayList<>();
    private DocumentStore store;
    private MongoCollection<Document> profiles;
    private SearchProperties properties;
    private Search search;
    private Clock clock = Clock.systemUTC();

    @BeforeEach
    void connect() {
        store = DocumentStore.connect(SharedStores.mongodbUri(), SharedStores.database());
        profiles = store.collection("profiles");
        projection().prepare();
        use(SearchStores.properties());
    }

    private void use(SearchProperties elasticsearch) {
        properties = elasticsearch;
        search = new Search(index(), NUMBERS);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        store.close();
    }

    private SearchIndex index() {
        SearchIndex index = SearchIndex.connect(properties, Layout.PROFILES);
        open.add(index);
        return index;
    }

    private ProjectionStore projection() {
        return new ProjectionStore(store, "profiles", TERM);
    }

    private Indexer indexer() {
        Indexer indexer =
                new Indexer(
                        IndexSource.profiles(this::read, this::after, this::upTo, NUMBERS, clock),
                        index(),
                        projection(),
                        new ChangeStore(store, "profiles"),
                        new SimpleMeterRegistry(),
                        clock);
        open.add(indexer);
        indexer.start();
        return indexer;
    }

    private List<SearchDocument> read(Collection<String> ids) {
        List<SearchDocument> found = new ArrayList<>();
        for (Document d : profiles.find(Filters.in("_id", ids))) {
            if (d.containsKey("poison")) {
                throw new IllegalArgumentException("a profile that cannot be read");
            }
            found.add(
                    d.containsKey("retired")
                            ? SearchDocument.tombstone(d.getString("_id"), d.getLong("version"))
                            : People.person(d.getString("_id"))
                                    .named(d.getString("family"), "花子")
                                    .version(d.getLong("version"))
                                    .document());
        }
        return found;
    }

    private List<String> after(@Nullable String id, int limit) {
        return profiles.find(id == null ? Filters.empty() : Filters.gt("_id", id))
                .sort(Sorts.ascending("_id"))
                .limit(limit)
                .map(d -> d.getString("_id"))
                .into(new ArrayList<>());
    }

    private long upTo(@Nullable String id) {
        return profiles.countDocuments(id == null ? Filters.empty() : Filters.lte("_id", id));
    }

    private static List<Document> people(String name, int number) {
        return IntStream.range(0, number)
                .mapToObj(
                        i ->
                                new Document("_id", name + "-" + (10_000 + i))
                                        .append("version", 1L)
                                        .append("family", "中田"))
                .toList();
    }

    private void put(String id, long version, String family) {
        put(new Document("_id", id).append("version", version).append("family", family));
    }

    private void put(Document profile) {
        profiles.replaceOne(
                Filters.eq("_id", profile.getString("_id")),
                profile,
                new ReplaceOptions().upsert(true));
    }

    private List<String> find(String query) {
        return search.search(Query.of(query, 100, true)).stream().map(Hit::profile).toList();
    }

    private void awaitFound(String query, String... ids) {
        await().ignoreExceptions()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(find(query)).containsExactlyInAnyOrder(ids));
    }

    private static void awaitFollowing(Indexer indexer) {
        await().atMost(SOON).until(() -> indexer.status(), s -> s.state() == State.FOLLOWING);
    }

    @Test
    void aNewIndexIsFilledBesideTheOneThatIsSearchedAndTakesItsPlace() throws Exception {
        IntStream.range(0, 1_200).forEach(i -> put("old-%04d".formatted(i), 1, "古井"));
        Indexer indexer = indexer();
        await().ignoreExceptions().atMost(SOON).until(() -> find("古井").size() == 100);
        awaitFollowing(indexer);
        SearchIndex index = index();
        String before = index.prepare();

        AtomicBoolean swapped = new AtomicBoolean();
        AtomicInteger away = new AtomicInteger();
        Thread clerk =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    while (!swapped.get()) {
                                        if (find("古井").size() < 100) {
                                            away.incrementAndGet();
                                        }
                                    }
                                });
        IndexRebuild.Asked asked =
                new IndexRebuild(store, index(), SearchIndex.connect(properties, Layout.PRODUCTS))
                        .ask();
        await().atMost(SOON).until(() -> !index.prepare().equals(before));
        put("meanwhile", 1, "田中");
        awaitFound("田中", "meanwhile");
        awaitFollowing(indexer);
        await().atMost(SOON).until(() -> index.names().size() == 1);
        swapped.set(true);
        clerk.join();

        assertThat(away).as("searches that found too few").hasValue(0);
        assertThat(asked.goesOn()).isFalse();
        await().atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(asked.look().getFirst())
                                        .matches(IndexRebuild.Progress::done)
                                        .extracting(IndexRebuild.Progress::written)
                                        .isIn(1_200L, 1_201L));
        awaitFound("田中", "meanwhile");
        assertThat(index.names()).noneMatch(name -> name.endsWith("-1"));
    }

    @Test
    void whatWasThereBeforeAndWhatChangesIsFound() {
        IntStream.range(0, 1_200).forEach(i -> put("old-%04d".formatted(i), 1, "古井"));
        put("last", 1, "田中");
        Indexer indexer = indexer();
        awaitFound("田中", "last");
        awaitFollowing(indexer);
        await().atMost(SOON).until(() -> find("古井").size() == 100);

        put("new", 1, "新田");
        awaitFound("新田", "new");
        put("new", 2, "古田");

        awaitFound("古田", "new");
        assertThat(find("新田")).isEmpty();
        await().atMost(SOON).until(() -> indexer.status().lag().isZero());
    }

    @Test
    void whatIsWrittenCanBeFoundWithinASecond() {
        put("first", 1, "最初");
        awaitFollowing(indexer());
        awaitFound("最初", "first");
        List<Long> millis = new ArrayList<>();

        for (int i = 0; i < 10; i++) {
            long start = System.nanoTime();
            put("quick-" + i, 1, "速水" + i);
            String name = "速水" + i;
            await().pollInterval(Duration.ofMillis(10)).until(() -> !find(name).isEmpty());
            millis.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
        }

        millis.sort(null);
        assertThat(millis.get(5)).as("milliseconds: " + millis).isLessThan(1_000);
    }

    @Test
    void aRetiredProfileIsNoLongerFound() {
        put("gone", 1, "退職");
        indexer();
        awaitFound("退職", "gone");

        put(new Document("_id", "gone").append("version", 2L).append("retired", true));

        awaitFound("退職");
    }

    @Test
    void whatStandsForARetiredProfileIsTakenOutLater() throws Exception {
        clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(-25));
        put("gone", 1, "退職");
        put("stays", 1, "退職");
        Indexer early = indexer();
        awaitFound("退職", "gone", "stays");
        put(new Document("_id", "gone").append("version", 2L).append("retired", true));
        awaitFound("退職", "stays");
        assertThat(inIndex("gone")).isTrue();
        early.close();

        clock = Clock.systemUTC();
        indexer();

        await().atMost(SOON).until(() -> !inIndex("gone"));
        awaitFound("退職", "stays");
    }

    @Test
    void whatChangesNobodysFindingIsNotWrittenAgain() throws Exception {
        put("visitor", 1, "常連");
        put("other", 1, "別人");
        awaitFollowing(indexer());
        awaitFound("常連", "visitor");

        put("visitor", 2, "常連");
        put("other", 2, "他人");
        awaitFound("他人", "other");

        assertThat(versionInIndex("visitor")).isEqualTo(1);
        assertThat(versionInIndex("other")).isEqualTo(2);

        put("visitor", 3, "改名");

        awaitFound("改名", "visitor");
        assertThat(versionInIndex("visitor")).isEqualTo(3);
    }

    @Test
    void whatCameBackToWhatItWasIsFoundAsItIs() {
        put("fickle", 1, "最初");
        awaitFollowing(indexer());
        awaitFound("最初", "fickle");
        put("fickle", 2, "途中");
        awaitFound("途中", "fickle");

        put("fickle", 3, "最初");

        awaitFound("最初", "fickle");
        assertThat(find("途中")).isEmpty();
    }

    @Test
    void anIndexThatWasTakenAwayIsFilledWithWhatHadNotChangedToo() throws Exception {
        put("stays", 1, "不変");
        awaitFollowing(indexer());
        awaitFound("不変", "stays");
        for (String name : index().names()) {
            send(
                    HttpRequest.newBuilder(URI.create(properties.uris().getFirst() + "/" + name))
                            .DELETE()
                            .build());
        }

        put("stays", 2, "不変");

        awaitFound("不変", "stays");
    }

    private long versionInIndex(String id) throws Exception {
        String answer = send(HttpRequest.newBuilder(document(id)).build());
        return Json.read(answer).path("_version").asLong();
    }

    private static String send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    private URI document(String id) {
        return URI.create(
                properties.uris().getFirst() + "/" + properties.prefix() + "profiles/_doc/" + id);
    }

    private boolean inIndex(String id) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                                    HttpRequest.newBuilder(document(id)).build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        }
    }

    @Test
    void aPoisonedProfileHoldsUpNoOther() {
        put("a", 1, "健康");
        put(new Document("_id", "b").append("version", 1L).append("poison", true));
        put("c", 1, "健康");

        Indexer indexer = indexer();

        awaitFound("健康", "a", "c");
        awaitFollowing(indexer);
        assertThat(indexer.status().poisoned()).isEqualTo(1);
        put("d", 1, "健康");
        awaitFound("健康", "a", "c", "d");
    }

    @Test
    void theNextIndexerGoesOnWhereTheLastOneWas() {
        put("before", 1, "前田");
        Indexer first = indexer();
        awaitFound("前田", "before");
        awaitFollowing(first);
        first.close();

        put("between", 1, "中田");
        indexer();

        awaitFound("中田", "between");
    }

    @Test
    void itSaysThatItIsBehindUntilAllThatItMissedCanBeFound() {
        put("before", 1, "前田");
        Indexer first = indexer();
        awaitFound("前田", "before");
        awaitFollowing(first);
        first.close();
        profiles.insertMany(people("missed", 3_500));
        put("last", 1, "最後");
        Instant changed = clock.instant();

        Indexer second = indexer();

        await().atMost(SOON).until(() -> second.status().lag().isPositive());
        Instant behind = clock.instant();
        assertThat(second.status().lag())
                .isLessThan(Duration.between(changed, behind).plusSeconds(5));
        long deadline = System.nanoTime() + SOON.toNanos();
        while (second.status().lag().isPositive()) { // without a pause: not for a moment
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        assertThat(find("最後")).containsExactly("last");
    }

    @Test
    void whileItSweepsItSaysHowMuchOfAllItHas() {
        profiles.insertMany(people("old", 5_000));
        Set<Double> shares = new TreeSet<>();

        Indexer indexer = indexer();
        long deadline = System.nanoTime() + SOON.toNanos();
        IndexerStatus status = indexer.status();
        while (status.state() != State.FOLLOWING) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            status = indexer.status();
            if (status.state() == State.SWEEPING) {
                shares.add(status.swept());
            }
        }

        assertThat(status.swept()).isEqualTo(1);
        assertThat(shares).contains(0.1, 0.5, 0.9).allMatch(share -> share >= 0 && share <= 1);
    }

    @Test
    void aLostTokenLeadsToASweep() {
        put("before", 1, "前田");
        Indexer first = indexer();
        awaitFound("前田", "before");
        awaitFollowing(first);
        first.close();
        put("unseen", 1, "影山");
        moveTokenToAnotherHistory();

        Indexer second = indexer();

        awaitFound("影山", "unseen");
        awaitFollowing(second);
        put("after", 1, "後藤");
        awaitFound("後藤", "after");
    }

    /** The token of an event that this oplog never had: its time is made another. */
    private void moveTokenToAnotherHistory() {
        String data;
        try (var stream = store.collection("elsewhere").watch().cursor()) {
            stream.tryNext();
            store.collection("elsewhere").insertOne(new Document());
            data = stream.next().getResumeToken().getString("_data").getValue();
        }
        store.collection("projections")
                .updateOne(
                        Filters.eq("_id", "profiles"),
                        new Document(
                                "$set",
                                new Document(
                                        "token._data",
                                        data.substring(0, 2) + "00000001" + data.substring(10))));
    }

    @Test
    void aCollectionThatIsDroppedIsFollowedWhenItComesBack() {
        put("before", 1, "前田");
        awaitFollowing(indexer());
        awaitFound("前田", "before");

        profiles.drop();
        put("after", 1, "後藤");

        awaitFound("後藤", "after");
    }

    @Test
    void anIndexThatComesBackEmptyIsFilledAgain() throws Exception {
        put("one", 1, "一条");
        awaitFollowing(indexer());
        awaitFound("一条", "one");

        deleteIndex();
        put("two", 1, "二条");

        awaitFound("二条", "two");
        awaitFound("一条", "one");
    }

    private void deleteIndex() throws Exception {
        URI uri =
                URI.create(properties.uris().getFirst() + "/" + properties.prefix() + "profiles-1");
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(
                            client.send(
                                            HttpRequest.newBuilder(uri).DELETE().build(),
                                            BodyHandlers.ofString())
                                    .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void oneOfTwoIndexersKeepsTheIndexAndTheOtherTakesOver() {
        Indexer first = indexer();
        awaitFollowing(first);
        Indexer second = indexer();
        put("one", 1, "一条");
        awaitFound("一条", "one");
        assertThat(second.status().state()).isEqualTo(State.STANDBY);

        first.close();
        put("two", 1, "二条");

        awaitFound("二条", "two");
        assertThat(second.status().state()).isEqualTo(State.FOLLOWING);
        assertThat(first.status().state()).isEqualTo(State.STANDBY);
    }

    @Test
    void theLeaseOfAnOwnerThatDiedRunsOut() {
        ProjectionStore projection = projection();
        assertThat(projection.hold("dead")).isPresent();
        assertThat(projection.hold("other")).isEmpty();
        assertThat(projection.hold("dead")).isPresent();
        put("one", 1, "一条");

        indexer();

        awaitFound("一条", "one");
        assertThat(projection.hold("dead")).isEmpty();
    }

    @Test
    void aNewPrimaryIsFollowed() {
        Indexer indexer = indexer();
        awaitFollowing(indexer);
        put("before", 1, "前田");
        awaitFound("前田", "before");

        store.client()
                .getDatabase("admin")
                .runCommand(new Document("replSetStepDown", 2).append("force", true));
        await().atMost(SOON).until(store::answers);
        put("after", 1, "後藤");

        awaitFound("後藤", "after");
    }

    @Test
    void elasticsearchKilledCostsNothingAndIsCaughtUpWith(@TempDir Path folder) {
        Stores own = Stores.start(StoresOptions.of(folder, SharedStores.mongodbUri(), null));
        open.add(own);
        use(SearchStores.properties(own.elasticsearchUris()));
        Indexer indexer = indexer();
        put("before", 1, "前田");
        awaitFound("前田", "before");

        for (int round = 0; round < 3; round++) {
            kill(own.children().getFirst());
            put("during-" + round, 1, "中田" + round);
            await().atMost(SOON).until(() -> indexer.status().state() == State.WAITING);
            assertThat(indexer.status().reason()).contains("Elasticsearch");
            assertThat(indexer.status().lag()).isPositive();
            awaitFound("中田" + round, "during-" + round);
        }

        awaitFound("前田", "before");
        awaitFollowing(indexer);
        await().atMost(SOON).until(() -> indexer.status().lag().isZero());
    }

    private static void kill(ChildFacts elasticsearch) {
        ProcessHandle process = ProcessHandle.of(elasticsearch.pid()).orElseThrow();
        process.destroyForcibly();
        await().atMost(SOON).until(() -> !process.isAlive());
    }
}
