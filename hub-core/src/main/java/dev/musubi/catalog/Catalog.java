package dev.musubi.catalog;

import dev.musubi.catalog.CatalogStore.Kept;
import dev.musubi.event.Event;
import dev.musubi.event.EventData;
import dev.musubi.event.LocationData;
import dev.musubi.event.ProductData;
import dev.musubi.event.StoredEvent;
import dev.musubi.platform.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What is sold, and where. Thread safe. */
public final class Catalog {

    /** Places are few and asked for at every answer; another hub's word is seen this late. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** Names of things that are there already; forgotten all at once when there are many. */
    private static final int MOST_MENTIONED = 200_000;

    private record Places(Map<String, Place> byId, Instant at) {}

    private final CatalogStore store;
    private final Clock clock;
    private final Set<String> mentionedProducts = ConcurrentHashMap.newKeySet();
    private final Set<String> mentionedPlaces = ConcurrentHashMap.newKeySet();
    private volatile Places places = new Places(Map.of(), Instant.MIN);

    Catalog(CatalogStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** One event about a product or a place, read. */
    public record Word(StoredEvent stored, Event event) {}

    /**
     * Takes in what events say of products and places; other events are passed over.
     *
     * @return names under which counts may have come before it was known whose they are, with the
     *     SKU that they belong to
     */
    public Map<String, String> apply(Transaction transaction, Collection<Word> words) {
        Map<String, List<Word>> aboutProducts = new TreeMap<>();
        Map<String, List<Word>> aboutPlaces = new TreeMap<>();
        for (Word word : words) {
            EventData.product(word.event())
                    .map(ProductData::sku)
                    .ifPresent(sku -> add(aboutProducts, sku, word));
            EventData.location(word.event())
                    .map(LocationData::location)
                    .ifPresent(id -> add(aboutPlaces, id, word));
        }
        if (!aboutPlaces.isEmpty()) {
            store.writePlaces(
                    transaction,
                    folded(store.places(transaction, aboutPlaces.keySet()), aboutPlaces));
        }
        return aboutProducts.isEmpty() ? Map.of() : products(transaction, aboutProducts);
    }

    private Map<String, String> products(Transaction transaction, Map<String, List<Word>> words) {
        Map<String, Kept> before = store.products(transaction, words.keySet());
        Map<Kept, Product> after = new LinkedHashMap<>();
        Map<String, String> aliases = new HashMap<>();
        for (Kept kept : folded(before, words)) {
            Product product = view(kept);
            after.put(kept, product);
            Kept known = before.get(kept.id());
            Set<String> fresh = new HashSet<>(product.aliases());
            if (known != null) {
                view(known).aliases().forEach(fresh::remove);
            }
            fresh.forEach(alias -> aliases.putIfAbsent(alias, kept.id()));
        }
        store.writeProducts(transaction, after);
        if (!aliases.isEmpty()) {
            store.explain(transaction, aliases.keySet());
        }
        return aliases;
    }

    private static void add(Map<String, List<Word>> words, String id, Word word) {
        words.computeIfAbsent(id, _ -> new ArrayList<>()).add(word);
    }

    private static List<Kept> folded(Map<String, Kept> before, Map<String, List<Word>> words) {
        return words.entrySet().stream()
                .map(
                        e -> {
                            Kept kept = before.getOrDefault(e.getKey(), Kept.unknown(e.getKey()));
                            List<Part> parts = kept.parts();
                            for (Word word : e.getValue()) {
                                parts = Part.with(parts, part(word));
                            }
                            return new Kept(kept.id(), kept.version() + 1, parts);
                        })
                .toList();
    }

    private static Part part(Word word) {
        return new Part(
                word.event().source(),
                word.stored().effectiveTime(),
                word.stored().key(),
                word.event().data());
    }

    /** What is mentioned and not there yet is there from now on, as something unknown. */
    public void mention(Transaction transaction, Mentions mentions) {
        SortedMap<String, String> newProducts = fresh(mentionedProducts, mentions.skus());
        SortedMap<String, String> newPlaces = fresh(mentionedPlaces, mentions.locations());
        if (!newProducts.isEmpty()) {
            store.mentionProducts(transaction, newProducts, clock.instant());
        }
        if (!newPlaces.isEmpty()) {
            store.mentionPlaces(transaction, newPlaces, clock.instant());
        }
    }

    /** To be called after the commit. */
    public void mentioned(Mentions mentions) {
        remember(mentionedProducts, mentions.skus().keySet());
        remember(mentionedPlaces, mentions.locations().keySet());
    }

    /** By the source that mentioned them first: products that no source describes. */
    public Map<String, Stubs> unknownProducts() {
        return store.productStubs();
    }

    /** By the source that mentioned them first: places that no source describes. */
    public Map<String, Stubs> unknownPlaces() {
        return store.placeStubs();
    }

    private static SortedMap<String, String> fresh(
            Set<String> mentioned, Map<String, String> sources) {
        SortedMap<String, String> fresh = new TreeMap<>(sources);
        fresh.keySet().removeAll(mentioned);
        return fresh;
    }

    private static void remember(Set<String> mentioned, Collection<String> ids) {
        if (mentioned.size() > MOST_MENTIONED) {
            mentioned.clear();
        }
        mentioned.addAll(ids);
    }

    /** The SKUs that these names mean: themselves, where no product says that it is called so. */
    public Map<String, String> skus(Transaction transaction, Collection<String> names) {
        Map<String, String> skus = new HashMap<>();
        names.forEach(n -> skus.put(n, n));
        List<String> others = names.stream().filter(n -> n.startsWith(Views.alias(""))).toList();
        if (!others.isEmpty()) {
            skus.putAll(store.skus(transaction, others));
        }
        return skus;
    }

    /** The products with these SKUs, stubs too; what nobody ever mentioned is left out. */
    public Map<String, Product> products(Collection<String> skus) {
        return views(store.products(null, skus));
    }

    /** The products with these SKUs, as the transaction sees them. */
    public Map<String, Product> products(Transaction transaction, Collection<String> skus) {
        return views(store.products(transaction, skus));
    }

    public Optional<Product> product(String sku) {
        return Optional.ofNullable(products(List.of(sku)).get(sku));
    }

    /** The products with this barcode, however many of its leading zeros are written. */
    public List<Product> withBarcode(String barcode, int limit) {
        return store.withBarcode(Gtin.comparable(barcode), limit).stream()
                .map(Catalog::view)
                .toList();
    }

    /** The variants of a product, in the order of their SKUs. */
    public List<Product> variants(String product, int limit) {
        return store.variants(product, limit).stream().map(Catalog::view).toList();
    }

    /**
     * Products in the order of their SKUs, from the one after.
     *
     * @param stubs only those that no source describes
     */
    public List<Product> after(String sku, boolean stubs, int limit) {
        return store.productsAfter(sku, stubs, limit).stream().map(Catalog::view).toList();
    }

    /** All SKUs in their order, stubs' too, from the one after. */
    public List<String> skusAfter(String sku, int limit) {
        return store.productsAfter(sku, false, limit).stream().map(Kept::id).toList();
    }

    /** All places by id, stubs too. */
    public Map<String, Place> places() {
        Places known = places;
        Instant now = clock.instant();
        if (known.at().isBefore(now.minus(FRESH)) || known.at().isAfter(now)) {
            Map<String, Place> read = new TreeMap<>();
            store.allPlaces().forEach(k -> read.put(k.id(), place(k)));
            known = new Places(Collections.unmodifiableMap(read), now);
            places = known;
        }
        return known.byId();
    }

    /** A place as it is now. */
    public Optional<Place> place(String id) {
        return Optional.ofNullable(store.places(null, List.of(id)).get(id)).map(Catalog::place);
    }

    private static Map<String, Product> views(Map<String, Kept> kept) {
        Map<String, Product> views = new HashMap<>();
        kept.forEach((sku, k) -> views.put(sku, view(k)));
        return views;
    }

    private static Product view(Kept kept) {
        return Views.product(kept.id(), kept.version(), kept.parts());
    }

    private static Place place(Kept kept) {
        return Views.place(kept.id(), kept.version(), kept.parts());
    }
}
