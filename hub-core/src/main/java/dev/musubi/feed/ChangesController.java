package dev.musubi.feed;

import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.openapi.api.ChangesApi;
import dev.musubi.openapi.model.ProfileChange;
import dev.musubi.openapi.model.ProfileChangeType;
import dev.musubi.openapi.model.ProfileChanges;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class ChangesController implements ChangesApi {

    private final Changes changes;

    ChangesController(Changes changes) {
        this.changes = changes;
    }

    @Override
    @Needs(Scope.PROFILES_READ)
    public ResponseEntity<ProfileChanges> getProfileChanges(
            @Nullable String cursor, Integer limit) {
        Page page = changes.after(ChangeCursor.read(cursor), limit);
        return ResponseEntity.ok(
                new ProfileChanges(
                        page.entries().stream().map(ChangesController::shown).toList(),
                        ChangeCursor.write(page.end())));
    }

    private static ProfileChange shown(Entry entry) {
        Change change = entry.change();
        return new ProfileChange(
                        entry.seq(),
                        ProfileChangeType.fromValue(change.type().wire()),
                        change.at().atOffset(ZoneOffset.UTC))
                .profile(change.profile())
                .version(change.version())
                .others(change.others().isEmpty() ? null : change.others())
                .rule(change.rule())
                .actor(change.actor())
                .cause(change.cause());
    }
}
