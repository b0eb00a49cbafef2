package dev.musubi.console;

import dev.musubi.catalog.Catalog;
import dev.musubi.openapi.model.Availability;
import dev.musubi.openapi.model.AvailabilityRequest;
import dev.musubi.openapi.model.Location;
import dev.musubi.openapi.model.Product;
import dev.musubi.platform.HubException.Refused;
import dev.musubi.platform.HubException.StoreAway;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * <i>Products</i>: what is sold, and where each variant of it can be had. What is asked for is no
 * secret, so it is in the address and can be come back to.
 */
@Controller
final class ProductsController {

    private static final int SHOWN = 20;
    private static final int LONGEST = 256;

    /** The contract takes no longer barcode. */
    private static final int LONGEST_BARCODE = 64;

    /** Variants of one product on its page. */
    private static final int VARIANTS = 50;

    private static final int PLACES = 200;

    private final Hub hub;
    private final Catalog catalog;

    ProductsController(Hub hub, Catalog catalog) {
        this.hub = hub;
        this.catalog = catalog;
    }

    /**
     * What was found.
     *
     * @param state {@code empty}, {@code found}, {@code nothing}, {@code long}
     * @param degraded whether only whole SKUs and barcodes were looked up
     */
    record Goods(String state, List<Product> products, boolean degraded) {
        Goods {
            products = List.copyOf(products);
        }

        static Goods none(String state) {
            return new Goods(state, List.of(), false);
        }

        public boolean more() {
            return products.size() == SHOWN;
        }
    }

    @GetMapping("/console/products")
    String page(
            @RequestParam(defaultValue = "") String q,
            @ModelAttribute("r") Reader reader,
            Model model) {
        return shown("console/products", q, find(q), reader, model);
    }

    @GetMapping("/console/products/results")
    String results(
            @RequestParam(defaultValue = "") String q,
            @ModelAttribute("r") Reader reader,
            Model model) {
        return shown("console/products :: results", q, find(q), reader, model);
    }

    /** What a scanner read: the product that it names at once, if it is one. */
    @GetMapping("/console/products/scan")
    String scan(
            @RequestParam(defaultValue = "") String code,
            @ModelAttribute("r") Reader reader,
            Model model,
            RedirectAttributes address) {
        Goods found = find(code);
        if (found.products().size() == 1) {
            address.addAttribute("sku", found.products().getFirst().getSku());
            return "redirect:/console/products/item";
        }
        return shown("console/products", code, found, reader, model);
    }

    private static String shown(String view, String q, Goods goods, Reader reader, Model model) {
        model.addAttribute("q", q.length() > LONGEST ? "" : q);
        model.addAttribute("goods", goods);
        model.addAttribute("names", new Names(Map.of(), Map.of(), reader.japanese()));
        return view;
    }

    private Goods find(String text) {
        String query = text.strip();
        if (query.isEmpty()) {
            return Goods.none("empty");
        }
        if (query.codePointCount(0, query.length()) > LONGEST) {
            return Goods.none("long");
        }
        Map<String, Product> found = new LinkedHashMap<>();
        product(query).ifPresent(p -> found.put(p.getSku(), p));
        if (query.length() <= LONGEST_BARCODE) {
            Hub.body(hub.catalogue().getProducts(query, null, SHOWN, null))
                    .getProducts()
                    .forEach(p -> found.putIfAbsent(p.getSku(), p));
        }
        boolean away = false;
        if (found.isEmpty()) {
            try {
                Hub.body(hub.products().searchProducts(query, null, null, SHOWN))
                        .getProducts()
                        .forEach(p -> found.put(p.getSku(), p));
            } catch (StoreAway gone) {
                away = true;
            }
        }
        return new Goods(
                found.isEmpty() ? "nothing" : "found",
                found.values().stream().limit(SHOWN).toList(),
                away);
    }

    private Optional<Product> product(String sku) {
        try {
            return Optional.of(Hub.body(hub.catalogue().getProduct(sku)));
        } catch (Refused unknown) {
            return Optional.empty();
        }
    }

    /**
     * One product with its variants, and where each can be had.
     *
     * @param near a place; the nearest to it come first, and the nearest that has some is named
     */
    @GetMapping("/console/products/item")
    String item(
            @RequestParam String sku,
            @RequestParam(required = false) @Nullable String near,
            @ModelAttribute("r") Reader reader,
            Model model) {
        if (sku.isEmpty() || sku.length() > LONGEST) {
            throw Refusals.form("sku");
        }
        Product product = Hub.body(hub.catalogue().getProduct(sku));
        Map<String, Map<String, String>> family = family(product);
        List<Location> known = Hub.body(hub.catalogue().getLocations()).getLocations();
        List<Location> somewhere =
                known.stream()
                        .filter(l -> l.getLatitude() != null && l.getLongitude() != null)
                        .toList();
        Location from =
                somewhere.stream()
                        .filter(l -> l.getLocation().equals(near))
                        .findFirst()
                        .orElse(null);
        AvailabilityRequest question =
                new AvailabilityRequest(List.copyOf(family.keySet())).limit(PLACES);
        if (from != null) {
            question.near(from.getLatitude() + "," + from.getLongitude());
        }
        List<Availability> stock =
                Hub.body(hub.availability().askForAvailability(question)).getItems();
        model.addAttribute("product", product);
        model.addAttribute("family", family);
        model.addAttribute("shelves", Shelves.of(sku, stock));
        model.addAttribute("somewhere", somewhere);
        model.addAttribute("from", from);
        model.addAttribute("names", new Names(Map.of(), Map.of(), reader.japanese()));
        return "console/product";
    }

    /** A product and its variants, in the order of their SKUs. */
    private Map<String, Map<String, String>> family(Product product) {
        Map<String, Map<String, String>> names = new TreeMap<>();
        String of = product.getProduct();
        if (of != null) {
            catalog.variants(of, VARIANTS).forEach(v -> names.put(v.sku(), v.name()));
        }
        names.put(product.getSku(), Objects.requireNonNullElse(product.getName(), Map.of()));
        return names;
    }
}
