package dev.musubi.testing;

/** Where the tests' MongoDB is: the one that the environment names, else an embedded one. */
public final class TestStores {

    private TestStores() {}

    public static String mongodbUri() {
        String given = System.getenv("MUSUBI_TEST_MONGODB_URI");
        if (given != null && !given.isBlank()) {
            return given;
        }
        return dev.musubi.stores.SharedStores.mongodbUri();
    }
}
