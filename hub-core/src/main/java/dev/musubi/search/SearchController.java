package dev.musubi.search;

import dev.musubi.access.Callers;
import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.openapi.api.SearchApi;
import dev.musubi.openapi.model.SearchHit;
import dev.musubi.openapi.model.SearchResults;
import dev.musubi.platform.HubException.StoreAway;
import dev.musubi.profile.Profile;
import dev.musubi.profile.ProfileView;
import dev.musubi.profile.Profiles;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class SearchController implements SearchApi {

    private final Search search;
    private final ExactSearch exact;
    private final Profiles profiles;
    private final Callers callers;

    SearchController(Search search, ExactSearch exact, Profiles profiles, Callers callers) {
        this.search = search;
        this.exact = exact;
        this.profiles = profiles;
        this.callers = callers;
    }

    @Override
    @Needs(Scope.PROFILES_READ)
    public ResponseEntity<SearchResults> searchProfiles(
            String q,
            Integer limit,
            @Nullable List<String> channel,
            @Nullable List<String> location,
            @Nullable OffsetDateTime seenFrom,
            @Nullable OffsetDateTime seenBefore) {
        boolean sensitive = callers.current().sensitive();
        Query query =
                new Query(
                        q,
                        limit,
                        Objects.requireNonNullElse(channel, List.of()),
                        Objects.requireNonNullElse(location, List.of()),
                        seenFrom == null ? null : seenFrom.toInstant(),
                        seenBefore == null ? null : seenBefore.toInstant(),
                        sensitive);
        ProfileView view = new ProfileView(sensitive);
        try {
            // The index knows to the hour when somebody was seen, the profile exactly.
            List<Hit> hits = search.search(query.bySeen() ? query.limited(Query.MOST_HITS) : query);
            return ResponseEntity.ok(new SearchResults(shown(hits, query, view), false));
        } catch (StoreAway away) {
            // What the index alone knows cannot be filtered by without it.
            List<Profile> people = query.filtered() ? List.of() : exact.search(q, limit);
            if (people.isEmpty()) {
                throw away;
            }
            return ResponseEntity.ok(
                    new SearchResults(
                            people.stream()
                                    .map(p -> new SearchHit(view.profile(p), Map.of()))
                                    .toList(),
                            true));
        }
    }

    /** Profiles as they are now; one that was merged since is shown once, as its survivor. */
    private List<SearchHit> shown(List<Hit> hits, Query query, ProfileView view) {
        Map<String, Profile> living = new LinkedHashMap<>();
        List<SearchHit> shown = new ArrayList<>(hits.size());
        Map<String, Profile> found = profiles.find(hits.stream().map(Hit::profile).toList());
        for (Hit hit : hits) {
            Profile profile = found.get(hit.profile());
            if (profile != null
                    && shown.size() < query.limit()
                    && query.wants(profile.known().lastSeen())
                    && living.put(profile.id(), profile) == null) {
                shown.add(new SearchHit(view.profile(profile), highlights(hit)).score(hit.score()));
            }
        }
        return shown;
    }

    private static Map<String, List<String>> highlights(Hit hit) {
        Map<String, List<String>> highlights = new LinkedHashMap<>();
        for (Hit.Highlight h : hit.highlights()) {
            String marked =
                    escaped(h.value().substring(0, h.from()))
                            + "<em>"
                            + escaped(h.value().substring(h.from(), h.to()))
                            + "</em>"
                            + escaped(h.value().substring(h.to()));
            highlights.computeIfAbsent(h.field(), _ -> new ArrayList<>()).add(marked);
        }
        return highlights;
    }

    /** The marks are HTML, so what is marked must not be. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
