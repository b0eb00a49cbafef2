package dev.musubi.people;

import dev.musubi.identity.Evidence;
import dev.musubi.identity.Found;
import dev.musubi.order.Order;
import dev.musubi.profile.ProfileState;
import java.util.Map;

/**
 * What is stored, as far as a batch has to know it.
 *
 * @param found where the nodes of the batch stand
 * @param profiles the profiles that they stand in
 * @param orders those that the events speak of
 * @param evidence what is known of the same sets of identifiers, by id
 * @param surroundings of those profiles where more than the batch decides
 */
record Known(
        Found found,
        Map<String, ProfileState> profiles,
        Map<String, Order> orders,
        Map<String, Evidence> evidence,
        Surroundings surroundings) {

    Known with(Surroundings more) {
        return new Known(found, profiles, orders, evidence, more);
    }
}
