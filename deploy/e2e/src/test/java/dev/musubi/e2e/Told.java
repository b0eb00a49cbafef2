package dev.musubi.e2e;

import dev.musubi.client.model.Event;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An event and what it means by the writer's own reckoning.
 *
 * @param order the order that it tells of, if it does
 * @param revenue what that order is worth from then on
 */
record Told(int person, Event event, @Nullable String order, BigDecimal revenue, boolean cancels) {}
