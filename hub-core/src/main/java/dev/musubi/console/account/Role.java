package dev.musubi.console.account;

import dev.musubi.access.Scope;
import java.util.EnumSet;
import java.util.Set;

/** What somebody does in the shop, and so what the console lets them see and do. */
public enum Role {
    /** Finds people and answers them; sees contact points and cards masked. */
    CLERK,
    /** Also sees all of a person, merges and splits, and reads who looked at whom. */
    MANAGER,
    /** Also keeps accounts and keys. */
    ADMINISTRATOR;

    /** What calls in the name of this role may do. */
    public Set<Scope> scopes() {
        Set<Scope> scopes =
                EnumSet.of(
                        Scope.PROFILES_READ,
                        Scope.EVENTS_WRITE,
                        Scope.AVAILABILITY_READ,
                        Scope.AVAILABILITY_COUNTS,
                        Scope.RECOMMENDATIONS_READ);
        switch (this) {
            case CLERK -> {}
            case MANAGER -> {
                scopes.add(Scope.PROFILES_SENSITIVE);
                scopes.add(Scope.IDENTITY_WRITE);
            }
            case ADMINISTRATOR -> scopes.addAll(EnumSet.allOf(Scope.class));
        }
        return Set.copyOf(scopes);
    }

    /** Whether it leads others: managers and administrators. */
    public boolean leads() {
        return this != CLERK;
    }
}
