package dev.musubi.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real route against a real SFTP server. */
class SftpRouteTest {
    private static final byte[] SALES =
            (FilesFixture.HEADER + "ginza,1,2026/11/22 10:15,①A,1,1200,髙島,090-1111-2222\n")
                    .getBytes(Charset.forName("windows-31j"));

    @TempDir Path folder;
    @TempDir Path work;

    private final FilesFixture fixture = new FilesFixture();
    private final CamelContext context = new DefaultCamelContext();
    private final SshServer server = SshServer.setUpDefaultServer();
    private final KeyPair hostKey = rsa();
    private final KeyPair clientKey = rsa();
    private Path inbox = Path.of("");
    private Path mapping = Path.of("");
    private Path privateKey = Path.of("");

    @BeforeEach
    void startServer() throws Exception {
        var home = Files.createDirectory(folder.resolve("home"));
        inbox = Files.createDirectory(home.resolve("out"));
        mapping = Files.writeString(folder.resolve("tills.yaml"), FilesFixture.FLAT);
        privateKey = write(clientKey, "id");
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator(
                (user, key, session) ->
                        user.equals("till") && KeyUtils.compareKeys(key, clientKey.getPublic()));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(home));
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        context.stop();
        server.stop(true);
    }

    @Test
    void aFileComesOverByKeyAndMovesToDoneOnTheServer() throws Exception {
        Files.write(inbox.resolve("売上.csv"), SALES);

        start(account(privateKey, null, entry(hostKey)));

        await().until(() -> Files.exists(inbox.resolve(".done/売上.csv")));
        assertThat(inbox.resolve("売上.csv")).doesNotExist();
        assertThat(fixture.events())
                .singleElement()
                .satisfies(
                        e ->
                                assertThat(e.at("/data/lines/0/description").asText())
                                        .isEqualTo("髙島"));
        try (var left = Files.walk(work)) {
            assertThat(left.filter(Files::isRegularFile).map(f -> f.getFileName().toString()))
                    .containsExactly("known-hosts");
        }
    }

    @Test
    void theFilesDateIsThatOnTheServer() throws Exception {
        var written = java.time.Instant.parse("2026-11-20T03:04:05Z");
        Files.write(inbox.resolve("sales.csv"), SALES);
        Files.setLastModifiedTime(
                inbox.resolve("sales.csv"), java.nio.file.attribute.FileTime.from(written));

        start(account(privateKey, null, entry(hostKey)));

        await().until(() -> !fixture.events().isEmpty());
        assertThat(fixture.events().getFirst().path("asOf").asText()).isEqualTo(written.toString());
    }

    @Test
    void aServerWithAnotherHostKeyIsRefused() throws Exception {
        Files.write(inbox.resolve("sales.csv"), SALES);

        start(account(privateKey, null, entry(rsa())));

        await().until(() -> failedPolls() >= 2);
        assertThat(fixture.events()).isEmpty();
        assertThat(inbox.resolve("sales.csv")).exists();
    }

    @Test
    void aServerThatTheKnownHostsFileLacksIsRefused() throws Exception {
        Files.write(inbox.resolve("sales.csv"), SALES);
        var known =
                Files.writeString(folder.resolve("known"), "elsewhere " + entry(hostKey) + "\n");

        start(account(privateKey, known, null));

        await().until(() -> failedPolls() >= 2);
        assertThat(fixture.events()).isEmpty();
        assertThat(known).hasContent("elsewhere " + entry(hostKey));
    }

    @Test
    void aKnownHostsFileOfTheOperatorServesToo() throws Exception {
        Files.write(inbox.resolve("sales.csv"), SALES);
        var line = "[127.0.0.1]:" + server.getPort() + " " + entry(hostKey) + "\n";
        var known = Files.writeString(folder.resolve("known"), line);

        start(account(privateKey, known, null));

        await().until(() -> Files.exists(inbox.resolve(".done/sales.csv")));
        assertThat(fixture.events()).hasSize(1);
    }

    @Test
    void aKeyThatTheServerDoesNotKnowGetsNothing() throws Exception {
        Files.write(inbox.resolve("sales.csv"), SALES);

        start(account(write(rsa(), "stranger"), null, entry(hostKey)));

        await().until(() -> failedPolls() >= 1);
        assertThat(fixture.events()).isEmpty();
    }

    @Test
    void aBrokenFileMovesToFailedOnTheServer() throws Exception {
        Files.write(inbox.resolve("sales.csv.gz"), new byte[] {0x1F, (byte) 0x8B, 8});

        start(account(privateKey, null, entry(hostKey)));

        await().until(() -> Files.notExists(inbox.resolve("sales.csv.gz")));
        try (var failed = Files.list(inbox.resolve(".failed"))) {
            assertThat(failed).singleElement().asString().endsWith("-sales.csv.gz");
        }
        assertThat(fixture.letters()).hasSize(1);
    }

    private void start(FileAccount account) {
        FileInboxes.openAll(context, List.of(fixture.inboxes(work, "ginza", account)));
        context.start();
    }

    private FileAccount account(Path key, @Nullable Path knownHosts, @Nullable String entry) {
        return FilesFixture.account(
                mapping.toString(),
                null,
                new FileAccount.Sftp(
                        "127.0.0.1",
                        server.getPort(),
                        "till",
                        "out",
                        key,
                        null,
                        knownHosts,
                        entry));
    }

    private double failedPolls() {
        return fixture.meters.counter("musubi.files.polls.failed", "account", "ginza").count();
    }

    private Path write(KeyPair pair, String name) throws Exception {
        var file = folder.resolve(name);
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, out);
        }
        return file;
    }

    private static String entry(KeyPair pair) {
        return PublicKeyEntry.toString(pair.getPublic());
    }

    private static KeyPair rsa() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
