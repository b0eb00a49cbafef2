package dev.musubi.search;

/**
 * How the documents of an index are laid out, and what the index is called.
 *
 * @param alias by which it is searched
 * @param resource the mapping, as Elasticsearch reads it
 * @param number what {@code _meta.layout} says of the mapping: another number makes a new index
 * @param retires whether what is gone stays as a tombstone for a while
 */
record Layout(String alias, String resource, String number, boolean retires) {

    static final Layout PROFILES =
            new Layout("profiles", "/dev/musubi/search/profiles-3.json", "3", true);
    static final Layout PRODUCTS =
            new Layout("products", "/dev/musubi/search/products-1.json", "1", false);
}
