package dev.musubi.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.musubi.access.Callers;
import dev.musubi.access.Needs;
import dev.musubi.access.Scope;
import dev.musubi.event.Cursors;
import dev.musubi.event.Position;
import dev.musubi.event.intake.BodyReader;
import dev.musubi.openapi.api.CatalogueApi;
import dev.musubi.openapi.model.Location;
import dev.musubi.openapi.model.Locations;
import dev.musubi.openapi.model.ProductPage;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.Problem;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
final class CatalogController implements CatalogueApi {

    private final Catalog catalog;
    private final CatalogWriter writer;
    private final Callers callers;

    CatalogController(Catalog catalog, CatalogWriter writer, Callers callers) {
        this.catalog = catalog;
        this.writer = writer;
        this.callers = callers;
    }

    @Override
    @Needs(Scope.AVAILABILITY_READ)
    public ResponseEntity<ProductPage> getProducts(
            @Nullable String barcode,
            @Nullable Boolean stub,
            Integer limit,
            @Nullable String cursor) {
        if (barcode != null) {
            return ResponseEntity.ok(
                    new ProductPage(
                            catalog.withBarcode(barcode, limit).stream()
                                    .map(ShownProduct::of)
                                    .toList()));
        }
        Position after = Cursors.read(cursor);
        List<Product> found =
                catalog.after(
                        after == null ? "" : after.key(), Boolean.TRUE.equals(stub), limit + 1);
        ProductPage page =
                new ProductPage(found.stream().limit(limit).map(ShownProduct::of).toList());
        return ResponseEntity.ok(
                page.next(Cursors.next(found, limit, p -> new Position(Instant.EPOCH, p.sku()))));
    }

    @Override
    @Needs(Scope.AVAILABILITY_READ)
    public ResponseEntity<dev.musubi.openapi.model.Product> getProduct(String sku) {
        return ResponseEntity.ok(ShownProduct.of(existing(sku)));
    }

    @Override
    @Needs(Scope.CATALOG_WRITE)
    public ResponseEntity<dev.musubi.openapi.model.Product> putProduct(String sku, byte[] body) {
        ObjectNode data = BodyReader.object(body);
        same(data, "sku", sku);
        String barcode = data.path("barcode").asText("");
        if (Gtin.looksLikeOne(barcode) && !Gtin.isValid(barcode)) {
            throw new Refused(
                    Problem.invalid(
                            "data.barcode",
                            "the last digit is not the check digit of the "
                                    + (barcode.length() - 1)
                                    + " before it: read the code again"));
        }
        writer.write(callers.current(), "product.updated", data);
        return ResponseEntity.ok(ShownProduct.of(existing(sku)));
    }

    @Override
    @Needs(Scope.AVAILABILITY_READ)
    public ResponseEntity<Locations> getLocations() {
        return ResponseEntity.ok(
                new Locations(
                        catalog.places().values().stream()
                                .map(CatalogController::location)
                                .toList()));
    }

    @Override
    @Needs(Scope.AVAILABILITY_READ)
    public ResponseEntity<Location> getLocation(String location) {
        return ResponseEntity.ok(location(there(location)));
    }

    @Override
    @Needs(Scope.CATALOG_WRITE)
    public ResponseEntity<Location> putLocation(String location, byte[] body) {
        ObjectNode data = BodyReader.object(body);
        same(data, "location", location);
        if (data.hasNonNull("latitude") != data.hasNonNull("longitude")) {
            throw new Refused(
                    Problem.invalid(
                            data.hasNonNull("latitude") ? "data.longitude" : "data.latitude",
                            "latitude and longitude come together or not at all"));
        }
        writer.write(callers.current(), "location.updated", data);
        return ResponseEntity.ok(location(there(location)));
    }

    /** The name is in the address; where the body has one too, it is the same. */
    private static void same(ObjectNode data, String field, String name) {
        if (data.has(field) && !data.path(field).asText().equals(name)) {
            throw new Refused(
                    Problem.invalid(
                            field, "the body names another " + field + " than the address does"));
        }
        data.put(field, name);
    }

    private Product existing(String sku) {
        return catalog.product(sku)
                .orElseThrow(
                        () ->
                                new Refused(
                                        Problem.notFound(
                                                "nobody has mentioned a product with this SKU")));
    }

    private Place there(String location) {
        return catalog.place(location)
                .orElseThrow(
                        () ->
                                new Refused(
                                        Problem.notFound(
                                                "nobody has mentioned a place with this id")));
    }

    private static Location location(Place place) {
        Location shown =
                new Location(place.id(), place.known(), place.version(), place.sources())
                        .kind(place.kind())
                        .name(place.name())
                        .kana(place.kana())
                        .postcode(place.postcode())
                        .hours(place.hours())
                        .brand(place.brand())
                        .timezone(place.timezone());
        Coordinates at = place.at();
        if (at != null) {
            shown.latitude(at.latitude()).longitude(at.longitude());
        }
        if (place.updatedAt() != null) {
            shown.updatedAt(place.updatedAt().atOffset(ZoneOffset.UTC));
        }
        return shown;
    }
}
