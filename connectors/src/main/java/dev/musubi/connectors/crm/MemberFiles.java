package dev.musubi.connectors.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.connectors.common.Append;
import dev.musubi.connectors.csv.UnreadableFile;
import dev.musubi.connectors.files.FileContent;
import dev.musubi.connectors.files.Handover;
import dev.musubi.connectors.files.Inflated;
import dev.musubi.connectors.files.Preview;
import dev.musubi.deadletter.Undelivered;
import dev.musubi.event.Appended;
import dev.musubi.event.RawMessage;
import dev.musubi.event.Submission;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Files of a member master. A full file is looked through before anything is appended: whoever has
 * lost too many members is refused. Thread safe.
 */
final class MemberFiles implements FileContent, Preview {
    private final MemberAccount.Checked account;
    private final MemberSnapshotStore snapshots;
    private final MemberLoadStore loads;
    private final Append log;
    private final Clock clock;

    MemberFiles(
            MemberAccount.Checked account,
            MemberSnapshotStore snapshots,
            MemberLoadStore loads,
            Append log,
            Clock clock) {
        this.account = account;
        this.snapshots = snapshots;
        this.loads = loads;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public String mapping() {
        return account.mapping().name();
    }

    @Override
    public @Nullable Path folder() {
        return account.dryRun();
    }

    @Override
    public void load(Path file, String name, Instant modified, Handover handover)
            throws IOException {
        var source = source();
        try (var sort = sorted(file)) {
            var hash = hash(file);
            var date = date(name, modified);
            var lastFull = handover.until(() -> loads.lastFull(source));
            if (full()) {
                account.leavers().check(census(sort, date, lastFull, handover::until), name);
            }
            var asOf = handover.until(() -> loads.begin(source, hash, date));
            var loading =
                    new Loading(
                            account,
                            snapshots,
                            handover,
                            sort,
                            name,
                            new Census(asOf, lastFull),
                            asOf);
            compare(sort, loading, handover::until);
            loading.flush();
            if (full()) {
                handover.until(() -> loads.full(source, asOf));
            }
            loading.census().counts().forEach(handover.report()::changes);
            handover.report().seen(sort.lines(), loading.census().members());
        }
    }

    @Override
    public JsonNode preview(Path file, String name, Instant modified) throws IOException {
        try (var sort = sorted(file)) {
            var census =
                    census(sort, date(name, modified), loads.lastFull(source()), Supplier::get);
            var report = census.report(name, account.mode());
            if (full() && sort.nameless() > 0) {
                report.put("goneStay", Loading.goneStay(sort.nameless()));
            }
            return full() ? withVerdict(report, census, name) : report;
        }
    }

    private ObjectNode withVerdict(ObjectNode report, Census census, String name) {
        try {
            account.leavers().check(census, name);
        } catch (UnreadableFile e) {
            report.put("refused", e.getMessage());
        }
        return report;
    }

    /** A row makes its events anew, as of the date of its file. */
    @Override
    public List<Appended> again(Undelivered letter) {
        var verified = account.inbox().verified();
        var row =
                MemberSort.again(
                        account.mapping(),
                        verified,
                        MemberLetters.header(letter),
                        MemberLetters.line(letter),
                        letter.original());
        return switch (row) {
            case MemberRow.Bad(_, var reason) -> throw refused(reason);
            case MemberRow.Good(var member) -> again(letter, member);
        };
    }

    private List<Appended> again(Undelivered letter, Member member) {
        var known = snapshots.find(source(), Set.of(member.key())).get(member.key());
        var change =
                MemberRules.change(
                        member, known, MemberLetters.asOf(letter), loads.lastFull(source()));
        if (!(change instanceof Change.Something something)) {
            return List.of();
        }
        var raw = new RawMessage(account.mapping().mediaType(), letter.original());
        var appended =
                log.append(
                        translator(account).events(member, something).stream()
                                .map(event -> new Submission(event, account.inbox().sender(), raw))
                                .toList());
        if (appended.stream().noneMatch(one -> one.status() == Appended.Status.REJECTED)) {
            snapshots.save(source(), List.of(something.next()));
        }
        return appended;
    }

    static MemberTranslator translator(MemberAccount.Checked account) {
        return new MemberTranslator(account.mapping(), account.inbox().configured().historical());
    }

    private Census census(
            MemberSort sort, Instant asOf, Instant lastFull, Comparison.Waiting waiting)
            throws IOException {
        var census = new Census(asOf, lastFull);
        compare(sort, census, waiting);
        return census;
    }

    private void compare(MemberSort sort, Comparison.Reader reader, Comparison.Waiting waiting)
            throws IOException {
        var comparison = new Comparison(snapshots, source(), waiting);
        var groups = new Groups(sort, sort.rows(), reader::bad);
        if (full()) {
            comparison.full(groups, reader);
        } else {
            comparison.delta(groups, reader);
        }
    }

    private MemberSort sorted(Path file) throws IOException {
        var inbox = account.inbox();
        var limits = inbox.configured().limits();
        var sort =
                new MemberSort(
                        account.mapping(),
                        inbox.verified(),
                        inbox.work(),
                        limits.sortMemory().toBytes());
        try (var in = Inflated.open(file, limits)) {
            sort.read(in);
            return sort;
        } catch (IOException | RuntimeException e) {
            sort.close();
            throw e;
        }
    }

    private Instant date(String name, Instant modified) {
        return account.inbox().date(name, modified, clock.instant()).truncatedTo(ChronoUnit.MILLIS);
    }

    private static String hash(Path file) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            Files.copy(file, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private String source() {
        return account.mapping().source();
    }

    private boolean full() {
        return account.mode() == MemberAccount.Mode.FULL;
    }

    private static Refused refused(String detail) {
        return new Refused(
                new Problem(
                        422,
                        "untranslatable",
                        "The message is not what its channel says it sends",
                        detail,
                        null));
    }
}
