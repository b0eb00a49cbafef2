package dev.musubi.access;

import dev.musubi.openapi.model.IdentifierType;
import dev.musubi.platform.DocumentStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class AccessConfiguration {

    @Bean
    ApiKeys apiKeys(
            DocumentStore store,
            Clock clock,
            @Value("${musubi.access.admin-key:}") String adminKey,
            @Value("${musubi.data-folder:.musubi}") Path dataFolder) {
        ApiKeys keys = new ApiKeys(new ApiKeyStore(store), clock);
        FirstKey.install(
                keys,
                adminKey,
                dataFolder,
                Arrays.stream(IdentifierType.values())
                        .map(IdentifierType::getValue)
                        .collect(Collectors.toSet()));
        return keys;
    }

    @Bean
    FilterRegistrationBean<AccessFilter> accessFilter(
            ApiKeys keys,
            @Value("${musubi.access.requests-per-second:5000}") long perSecond,
            MeterRegistry registry) {
        FilterRegistrationBean<AccessFilter> filter =
                new FilterRegistrationBean<>(
                        new AccessFilter(keys, new RateLimits(perSecond, registry)));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return filter;
    }

    @Bean
    WebMvcConfigurer scopeCheck() {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new ScopeCheck());
            }
        };
    }

    @Bean
    Callers callers(HttpServletRequest request) {
        return new Callers(request);
    }
}
