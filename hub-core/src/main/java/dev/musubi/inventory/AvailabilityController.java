package dev.musubi.inventory;

import dev.musubi.access.Callers;
import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.catalog.Catalog;
import dev.musubi.catalog.Coordinates;
import dev.musubi.catalog.Place;
import dev.musubi.catalog.Product;
import dev.musubi.openapi.api.AvailabilityApi;
import dev.musubi.openapi.model.Availabilities;
import dev.musubi.openapi.model.AvailabilityRequest;
import dev.musubi.openapi.model.PlaceAvailability;
import dev.musubi.openapi.model.StockCount;
import dev.musubi.openapi.model.StockEntry;
import dev.musubi.order.Amounts;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class AvailabilityController implements AvailabilityApi {

    private static final Pattern POINT =
            Pattern.compile(
                    "\\s*(-?[0-9]{1,3}(?:\\.[0-9]{1,15})?)\\s*,\\s*(-?[0-9]{1,3}(?:\\.[0-9]{1,15})?)\\s*");

    private final Stock stock;
    private final Catalog catalog;
    private final Callers callers;
    private final Clock clock;

    AvailabilityController(Stock stock, Catalog catalog, Callers callers, Clock clock) {
        this.stock = stock;
        this.catalog = catalog;
        this.callers = callers;
        this.clock = clock;
    }

    /** Whom an answer is for. */
    private record Question(
            @Nullable Coordinates near,
            @Nullable Double radiusKm,
            @Nullable String location,
            @Nullable String channel,
            int limit) {}

    @Override
    @Needs(Scope.AVAILABILITY_READ)
    public ResponseEntity<dev.musubi.openapi.model.Availability> getAvailability(
            String sku,
            @Nullable String near,
            @Nullable Double radiusKm,
            @Nullable String channel,
            Integer limit) {
        Question question = new Question(point(near), radius(near, radiusKm), null, channel, limit);
        return ResponseEntity.ok(answers(List.of(sku), question).getFirst());
    }

    @Override
    @Needs(Scope.AVAILABILITY_READ)
    public ResponseEntity<Availabilities> askForAvailability(AvailabilityRequest request) {
        Question question =
                new Question(
                        point(request.getNear()),
                        radius(request.getNear(), request.getRadiusKm()),
                        request.getLocation(),
                        request.getChannel(),
                        request.getLimit());
        return ResponseEntity.ok(
                new Availabilities(
                        answers(request.getSkus().stream().distinct().toList(), question)));
    }

    @Override
    @Needs(Scope.AVAILABILITY_READ)
    public ResponseEntity<dev.musubi.openapi.model.StockPosition> getPosition(
            String sku, String location, @Nullable String channel, Integer limit) {
        Spot spot = new Spot(location, sku);
        Stock.Looked looked = stock.look(spot, channel);
        Place place = catalog.places().get(location);
        var shown =
                new dev.musubi.openapi.model.StockPosition(
                        sku, location, place(looked.availability(), place, null));
        if (callers.current().may(Scope.AVAILABILITY_COUNTS)) {
            StockPosition position = looked.position();
            position.onHand().map(Amounts::text).ifPresent(shown::onHand);
            if (position.counted() != null) {
                shown.counted(count(position.counted()));
            }
            shown.since(Amounts.text(position.since()))
                    .reports(
                            position.reports().values().stream()
                                    .map(AvailabilityController::count)
                                    .toList())
                    .entries(
                            stock.entries(spot, limit).stream()
                                    .map(AvailabilityController::entry)
                                    .toList());
        }
        return ResponseEntity.ok(shown);
    }

    private List<dev.musubi.openapi.model.Availability> answers(
            List<String> skus, Question question) {
        Map<String, List<Availability>> bySku = new HashMap<>();
        for (Availability one : stock.of(skus, question.channel())) {
            bySku.computeIfAbsent(one.spot().sku(), _ -> new ArrayList<>()).add(one);
        }
        Map<String, Product> products = catalog.products(skus);
        Map<String, Place> places = catalog.places();
        return skus.stream()
                .map(
                        sku ->
                                answer(
                                        sku,
                                        Optional.ofNullable(products.get(sku)),
                                        bySku.getOrDefault(sku, List.of()),
                                        places,
                                        question))
                .toList();
    }

    private dev.musubi.openapi.model.Availability answer(
            String sku,
            Optional<Product> product,
            List<Availability> known,
            Map<String, Place> places,
            Question question) {
        List<PlaceAvailability> shown = new ArrayList<>();
        Band best = null;
        for (Availability one : known) {
            Place place = places.get(one.spot().location());
            Double distance = distance(question.near(), place);
            if (!asked(question, one, distance)) {
                continue;
            }
            best = best == null || one.band().compareTo(best) < 0 ? one.band() : best;
            shown.add(place(one, place, distance));
        }
        shown.sort(question.near() == null ? BEST_FIRST : NEAREST_FIRST);
        var answer =
                new dev.musubi.openapi.model.Availability(
                        sku,
                        band(best == null ? Band.UNKNOWN : best),
                        List.copyOf(shown.subList(0, Math.min(question.limit(), shown.size()))));
        product.map(Product::name).filter(n -> !n.isEmpty()).ifPresent(answer::name);
        return answer;
    }

    private static boolean asked(Question question, Availability one, @Nullable Double distanceKm) {
        if (question.location() != null && !question.location().equals(one.spot().location())) {
            return false;
        }
        return question.radiusKm() == null
                || (distanceKm != null && distanceKm <= question.radiusKm());
    }

    private static final Comparator<PlaceAvailability> BEST_FIRST =
            Comparator.comparing((PlaceAvailability p) -> p.getBand())
                    .thenComparing(
                            PlaceAvailability::getConfidence,
                            Comparator.nullsLast(Comparator.reverseOrder()))
                    .thenComparing(PlaceAvailability::getLocation);

    /** Those that nobody knows the way to come last. */
    private static final Comparator<PlaceAvailability> NEAREST_FIRST =
            Comparator.comparing(
                            PlaceAvailability::getDistanceKm,
                            Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(BEST_FIRST);

    private PlaceAvailability place(
            Availability one, @Nullable Place place, @Nullable Double distanceKm) {
        PlaceAvailability shown =
                new PlaceAvailability(
                                one.spot().location(),
                                band(one.band()),
                                PlaceAvailability.GuaranteeEnum.ADVISORY)
                        .distanceKm(distanceKm == null ? null : Math.rint(distanceKm * 100) / 100);
        if (one.confidence() != null) {
            shown.confidence(Math.rint(one.confidence() * 1_000) / 1_000);
        }
        if (place != null) {
            shown.name(place.name()).kind(place.kind()).hours(place.hours());
        }
        if (one.observedAt() != null) {
            shown.observedAt(one.observedAt().atOffset(ZoneOffset.UTC))
                    .ageSeconds(
                            Math.max(
                                    0,
                                    Duration.between(one.observedAt(), clock.instant())
                                            .toSeconds()));
        }
        if (one.available() != null && callers.current().may(Scope.AVAILABILITY_COUNTS)) {
            shown.available(Amounts.text(one.available()));
        }
        return shown;
    }

    private static @Nullable Double distance(@Nullable Coordinates near, @Nullable Place place) {
        return near == null || place == null || place.at() == null
                ? null
                : near.kilometresTo(place.at());
    }

    private static @Nullable Coordinates point(@Nullable String near) {
        if (near == null) {
            return null;
        }
        Matcher point = POINT.matcher(near);
        if (point.matches()) {
            double latitude = Double.parseDouble(point.group(1));
            double longitude = Double.parseDouble(point.group(2));
            if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) {
                return new Coordinates(latitude, longitude);
            }
        }
        throw refused("near", "expected latitude,longitude in degrees, such as 35.6717,139.7650");
    }

    private static @Nullable Double radius(@Nullable String near, @Nullable Double radiusKm) {
        if (radiusKm != null && near == null) {
            throw refused("radiusKm", "a radius needs near, the point that it is around");
        }
        return radiusKm;
    }

    private static Refused refused(String parameter, String detail) {
        return new Refused(
                new Problem(
                        400,
                        "invalid-parameter",
                        "A parameter is not as the contract says",
                        parameter + ": " + detail,
                        parameter));
    }

    private static dev.musubi.openapi.model.Band band(Band band) {
        return dev.musubi.openapi.model.Band.fromValue(band.name().toLowerCase(Locale.ROOT));
    }

    private static StockCount count(Count count) {
        return new StockCount(
                Amounts.text(count.quantity()),
                count.at().atOffset(ZoneOffset.UTC),
                count.source(),
                count.event());
    }

    private static StockEntry entry(Entry entry) {
        return new StockEntry(
                StockEntry.KindEnum.fromValue(entry.kind().wire()),
                Amounts.text(entry.quantity()),
                entry.at().atOffset(ZoneOffset.UTC),
                entry.cause());
    }
}
