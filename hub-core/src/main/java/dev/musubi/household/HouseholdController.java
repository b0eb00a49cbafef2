package dev.musubi.household;

import dev.musubi.access.Callers;
import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.household.Households.Relative;
import dev.musubi.identity.Node;
import dev.musubi.openapi.api.HouseholdsApi;
import dev.musubi.openapi.model.Household;
import dev.musubi.openapi.model.HouseholdMember;
import dev.musubi.openapi.model.HouseholdShare;
import dev.musubi.openapi.model.HouseholdShare.KindEnum;
import dev.musubi.openapi.model.ProfileIdentifier;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import dev.musubi.profile.Profile;
import dev.musubi.profile.ProfileView;
import dev.musubi.profile.Profiles;
import dev.musubi.profile.facet.Trait;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class HouseholdController implements HouseholdsApi {

    private final Households households;
    private final Profiles profiles;
    private final Callers callers;

    HouseholdController(Households households, Profiles profiles, Callers callers) {
        this.households = households;
        this.profiles = profiles;
        this.callers = callers;
    }

    @Override
    @Needs(Scope.PROFILES_READ)
    public ResponseEntity<Household> getHousehold(String id) {
        Profile profile =
                profiles.find(id)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Problem.notFound(
                                                        "there is no profile with this id")));
        ProfileView view = new ProfileView(callers.current().sensitive());
        List<Relative> relatives = households.of(profile.id(), profile.nodeList());
        Map<String, Profile> people =
                profiles.find(relatives.stream().map(Relative::profile).toList());
        return ResponseEntity.ok(
                new Household(
                        profile.id(),
                        relatives.stream()
                                .map(r -> member(r, people.get(r.profile()), view))
                                .toList()));
    }

    private static HouseholdMember member(
            Relative relative, @Nullable Profile person, ProfileView view) {
        HouseholdMember member =
                new HouseholdMember(
                        relative.profile(),
                        relative.places().stream().map(place -> share(place, view)).toList());
        return person == null ? member : member.name(name(person));
    }

    private static HouseholdShare share(Node place, ProfileView view) {
        if (!place.contactPoint()) {
            return new HouseholdShare(KindEnum.ADDRESS);
        }
        ProfileIdentifier shown = view.identifier(place, false);
        return new HouseholdShare(KindEnum.fromValue(shown.getType())).value(shown.getValue());
    }

    private static @Nullable String name(Profile person) {
        var traits = person.known().traits();
        String parts =
                Stream.of(Trait.FAMILY_NAME, Trait.GIVEN_NAME)
                        .map(traits::get)
                        .filter(java.util.Objects::nonNull)
                        .map(entry -> entry.value())
                        .collect(Collectors.joining(" "));
        if (!parts.isEmpty()) {
            return parts;
        }
        var whole = traits.get(Trait.FULL_NAME);
        return whole == null ? null : whole.value();
    }
}
