package dev.musubi.console;

import dev.musubi.console.account.Role;
import java.io.Serializable;
import java.security.Principal;

/**
 * Who is logged in.
 *
 * @param stamp of the account when they logged in
 */
record SignedIn(String name, Role role, int stamp) implements Principal, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public String getName() {
        return name;
    }
}
