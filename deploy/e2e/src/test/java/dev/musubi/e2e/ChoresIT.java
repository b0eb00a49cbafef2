package dev.musubi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import dev.musubi.client.model.Event;
import dev.musubi.client.model.EventBatch;
import dev.musubi.client.model.EventIdentifier;
import dev.musubi.client.model.IdentifierType;
import dev.musubi.stores.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chores of the command line, beside a hub that runs. */
class ChoresIT {

    @TempDir static Path folder;

    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        hub = HubProcess.start(folder.resolve("data"));
        hub.client()
                .events()
                .appendEvents(
                        new EventBatch()
                                .addEventsItem(
                                        new Event()
                                                .source("pos:ginza")
                                                .id("R-1")
                                                .type("profile.identified")
                                                .time("2026-11-22T10:15:30+09:00")
                                                .channel("store")
                                                .addIdentifiersItem(
                                                        new EventIdentifier()
                                                                .type(IdentifierType.LOYALTY_ID)
                                                                .value("L-1001"))
                                                .addIdentifiersItem(
                                                        new EventIdentifier()
                                                                .type(IdentifierType.EMAIL)
                                                                .value("info@shop.example")
                                                                .verified(true))),
                        "applied",
                        false);
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void rulesAreTriedOnTheLiveBase() throws Exception {
        Path rules = rules("own.yaml", "own: {}", "own: {email: [Info@Shop.example]}");

        HubProcess.Chore told = hub.chore("rules", "check", rules.toString());

        assertThat(told.text().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "P"))
                .isEqualToIgnoringNewLines(
                        rules
                                + ": version 3, no fault\n"
                                + "a hub would start with it\n"
                                + "blocks 1 of 2 stored identifiers, in 1 profiles:\n"
                                + "  1 email: i***@shop.example\n"
                                + "1 profiles, 1 of them decided about anew: 0 would become part of"
                                + " others, 1 would come out of others\n"
                                + "  P parts into itself and P\n"
                                + "Nothing was changed. Once a hub starts with this file, it counts"
                                + " for events that come, and people are decided about anew in the"
                                + " background.\n");
        assertThat(told.exit()).isZero();
    }

    @Test
    void whatDoesNotAgreeIsFoundMendedAndFoundNoMore() throws Exception {
        HubProcess.Chore before = hub.chore("check");
        assertThat(before.text())
                .contains("1 profiles with 2 identifiers: all agree")
                .contains("1 profiles in the index: all agree");
        assertThat(before.exit()).isZero();
        try (var client =
                MongoClients.create(
                        Stores.runningMongodbUri(folder.resolve("data")).orElseThrow())) {
            client.getDatabase("musubi")
                    .getCollection("identifiers")
                    .deleteOne(Filters.eq("_id", "loyalty_id:L1001"));
        }

        HubProcess.Chore found = hub.chore("check");
        assertThat(found.text())
                .contains("an identifier of it is missing or points elsewhere", "--repair")
                .doesNotContain("L1001");
        assertThat(found.exit()).isEqualTo(1);
        assertThat(hub.chore("check", "--repair").exit()).isZero();
        assertThat(hub.chore("check", "--sample=1").exit()).isZero();
    }

    @Test
    void everybodyIsDecidedAboutAnew() throws Exception {
        HubProcess.Chore told = hub.chore("rebuild", "people", "--preview");

        assertThat(told.text())
                .contains(
                        "1 profiles, 1 of them decided about anew: 0 would become part of others,"
                                + " 0 would come out of others");
        assertThat(told.exit()).isZero();
        assertThat(hub.chore("rebuild", "people").text())
                .contains("0 became part of others, 0 came out of others");
    }

    @Test
    void aFaultInARuleFileIsToldWithoutATrace() throws Exception {
        Path rules = rules("wrong.yaml", "customer_id: {most: 1}", "customer_id: {most: 0}");

        HubProcess.Chore told = hub.chore("rules", "check", rules.toString());

        assertThat(told.text())
                .contains(
                        "identity rules "
                                + rules
                                + ": limits.customer_id.most: expected at least 1, came 0")
                .doesNotContain("\tat ", "Exception");
        assertThat(told.exit()).isNotZero();
    }

    @Test
    void profilesAreFoldedAnew() throws Exception {
        HubProcess.Chore told = hub.chore("rebuild", "profiles");

        assertThat(told.text()).contains("1 profiles folded anew from 1 events; 0 differed");
        assertThat(told.exit()).isZero();
    }

    /** The rules that are shipped, as version 3 and with one change. */
    private static Path rules(String name, String there, String instead) throws IOException {
        String shipped =
                Files.readString(
                        HubProcess.root()
                                .resolve(
                                        "hub-core/src/main/resources/dev/musubi/identity/rules.yaml"));
        return Files.writeString(
                folder.resolve(name),
                shipped.replace("version: 2", "version: 3").replace(there, instead));
    }
}
