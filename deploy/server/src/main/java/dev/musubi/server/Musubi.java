package dev.musubi.server;

import dev.musubi.people.Rebuild;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.data.mongo.MongoDataAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchClientAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchRestClientAutoConfiguration;
import org.springframework.boot.autoconfigure.mongo.MongoAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the hub, or does one of its chores: {@code rebuild profiles}. */
@SpringBootApplication(
        scanBasePackages = "dev.musubi",
        exclude = {
            // The stores and their clients are the hub's own: embedded, or by address.
            MongoAutoConfiguration.class,
            MongoDataAutoConfiguration.class,
            ElasticsearchClientAutoConfiguration.class,
            ElasticsearchRestClientAutoConfiguration.class
        })
public class Musubi {

    public static void main(String[] args) {
        if (List.of(args).subList(0, Math.min(2, args.length)).equals(List.of("rebuild", "profiles"))) {
            rebuildProfiles(args);
        } else {
            SpringApplication.run(Musubi.class, args);
        }
    }

    /** Folds every profile anew beside a running hub, and says how many were not as they should be. */
    private static void rebuildProfiles(String[] args) {
        SpringApplicationBuilder chore =
                new SpringApplicationBuilder(Musubi.class)
                        .web(WebApplicationType.NONE)
                        .profiles("chore");
        try (ConfigurableApplicationContext context = chore.run(args)) {
            Rebuild.Report report =
                    context.getBean(Rebuild.class)
                            .profiles(
                                    progress ->
                                            System.out.printf(
                                                    "%,d profiles, %,d events, %,d differed%n",
                                                    progress.profiles(),
                                                    progress.events(),
                                                    progress.differed()));
            System.out.printf(
                    "done: %,d profiles folded anew from %,d events; %,d differed and were mended%n",
                    report.profiles(), report.events(), report.differed());
        }
    }
}
