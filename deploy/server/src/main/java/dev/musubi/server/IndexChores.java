package dev.musubi.server;

import dev.musubi.search.IndexRebuildBeans;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/**
 * What a chore needs that has the search indexes filled anew: beside the stores and the core the
 * indexers, which do the work where no hub does.
 */
@Configuration(proxyBeanMethods = false)
@Import({Chores.class, IndexRebuildBeans.class})
@ComponentScan(
        basePackages = "dev.musubi",
        useDefaultFilters = false,
        includeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = "dev\\.musubi\\.search\\.\\w+Configuration"))
class IndexChores {}
