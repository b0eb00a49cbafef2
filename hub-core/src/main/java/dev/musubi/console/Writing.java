package dev.musubi.console;

import dev.musubi.openapi.model.Consent;
import dev.musubi.openapi.model.Permission;
import dev.musubi.openapi.model.Profile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the shop may write to somebody in one channel, with the reason for each contact point.
 *
 * @param answers none where no contact point is known and nothing was ever said
 */
record Writing(String channel, List<Permission> answers) {

    private static final String MARKETING = "marketing";

    Writing {
        answers = List.copyOf(answers);
    }

    public boolean allowed() {
        return answers.stream().anyMatch(Permission::getAllowed);
    }

    /** In the usual channels, and wherever somebody has answered. */
    static List<Writing> of(Hub hub, Profile profile) {
        Set<String> channels = new LinkedHashSet<>(List.of("email", "sms"));
        profile.getConsents().stream()
                .filter(consent -> consent.getPurpose().equals(MARKETING))
                .map(Consent::getChannel)
                .limit(20)
                .forEach(channels::add);
        List<Writing> all = new ArrayList<>();
        for (String channel : channels) {
            all.add(
                    new Writing(
                            channel,
                            Hub.body(
                                            hub.profiles()
                                                    .getPermissions(
                                                            profile.getId(),
                                                            MARKETING,
                                                            channel,
                                                            null))
                                    .getPermissions()));
        }
        return all;
    }
}
