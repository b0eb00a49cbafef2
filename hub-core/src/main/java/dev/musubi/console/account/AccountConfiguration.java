package dev.musubi.console.account;

import dev.musubi.platform.DocumentStore;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class AccountConfiguration {

    @Bean
    Accounts accounts(
            DocumentStore store,
            Clock clock,
            @Value("${musubi.data-folder:.musubi}") Path dataFolder) {
        Accounts accounts = new Accounts(new AccountStore(store), clock);
        FirstAccount.install(accounts, dataFolder);
        return accounts;
    }

    @Bean
    Attempts attempts() {
        return new Attempts();
    }
}
