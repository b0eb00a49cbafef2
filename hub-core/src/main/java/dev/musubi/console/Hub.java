package dev.musubi.console;

import dev.musubi.openapi.api.AvailabilityApi;
import dev.musubi.openapi.api.CatalogueApi;
import dev.musubi.openapi.api.DeadLettersApi;
import dev.musubi.openapi.api.EventsApi;
import dev.musubi.openapi.api.HouseholdsApi;
import dev.musubi.openapi.api.IdentityApi;
import dev.musubi.openapi.api.KeysApi;
import dev.musubi.openapi.api.ProductSearchApi;
import dev.musubi.openapi.api.ProfilesApi;
import dev.musubi.openapi.api.RecommendationsApi;
import dev.musubi.openapi.api.SearchApi;
import dev.musubi.openapi.api.SourcesApi;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import org.springframework.http.ResponseEntity;

/**
 * The calls of the contract, made within the process in the name of who is logged in: what they
 * mask, they mask for the console too. They are not checked for their form on this way, so a page
 * bounds what it hands over.
 */
record Hub(
        SearchApi search,
        ProfilesApi profiles,
        IdentityApi identity,
        HouseholdsApi households,
        RecommendationsApi recommendations,
        AvailabilityApi availability,
        EventsApi events,
        SourcesApi sources,
        DeadLettersApi deadLetters,
        KeysApi keys,
        CatalogueApi catalogue,
        ProductSearchApi products) {

    /** The longest id that the contract allows. */
    private static final int LONGEST_ID = 64;

    /** The body of an answer that has one. */
    static <T> T body(ResponseEntity<T> answer) {
        T body = answer.getBody();
        if (body == null) {
            throw new IllegalStateException("a call answered without a body");
        }
        return body;
    }

    /**
     * An id from an address.
     *
     * @throws Refused 404 where none is like it
     */
    static String id(String id) {
        if (id.length() > LONGEST_ID) {
            throw new Refused(Problem.notFound("there is no profile with this id"));
        }
        return id;
    }
}
