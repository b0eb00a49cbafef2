package dev.musubi.console;

import dev.musubi.console.account.Accounts;
import dev.musubi.openapi.api.AvailabilityApi;
import dev.musubi.openapi.api.CatalogueApi;
import dev.musubi.openapi.api.DeadLettersApi;
import dev.musubi.openapi.api.EventsApi;
import dev.musubi.openapi.api.HouseholdsApi;
import dev.musubi.openapi.api.IdentityApi;
import dev.musubi.openapi.api.KeysApi;
import dev.musubi.openapi.api.ProductSearchApi;
import dev.musubi.openapi.api.ProfilesApi;
import dev.musubi.openapi.api.RecommendationsApi;
import dev.musubi.openapi.api.SearchApi;
import dev.musubi.openapi.api.SourcesApi;
import dev.musubi.platform.web.Webjar;
import java.time.Duration;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.Ordered;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class ConsoleConfiguration {

    static final Webjar HTMX = Webjar.of("org.webjars.npm", "htmx.org");
    static final Webjar ECHARTS = Webjar.of("org.webjars", "echarts");

    @Bean
    Hub consoleHub(
            SearchApi search,
            ProfilesApi profiles,
            IdentityApi identity,
            HouseholdsApi households,
            RecommendationsApi recommendations,
            AvailabilityApi availability,
            EventsApi events,
            SourcesApi sources,
            DeadLettersApi deadLetters,
            KeysApi keys,
            CatalogueApi catalogue,
            ProductSearchApi products) {
        return new Hub(
                search,
                profiles,
                identity,
                households,
                recommendations,
                availability,
                events,
                sources,
                deadLetters,
                keys,
                catalogue,
                products);
    }

    @Bean
    LocaleResolver localeResolver() {
        return new ReaderLocale();
    }

    @Bean
    MessageSource messageSource() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("console/messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }

    @Bean
    WebMvcConfigurer consolePages(Accounts accounts) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new SignedInCheck(accounts))
                        .addPathPatterns("/console", "/console/**")
                        .excludePathPatterns("/console/static/**");
            }

            @Override
            public void addResourceHandlers(ResourceHandlerRegistry registry) {
                // Before the page that says that there is no such page.
                registry.setOrder(Ordered.HIGHEST_PRECEDENCE);
                registry.addResourceHandler("/console/static/own/**")
                        .addResourceLocations("classpath:/console/static/")
                        .setCacheControl(CacheControl.noCache());
                library(registry, "/console/static/htmx/", HTMX, "dist/");
                library(registry, "/console/static/echarts/", ECHARTS, "");
            }
        };
    }

    /** The version is in the address, so what is there never changes. */
    private static void library(
            ResourceHandlerRegistry registry, String path, Webjar library, String folder) {
        registry.addResourceHandler(path + library.version() + "/**")
                .addResourceLocations(library.location() + folder)
                .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic());
    }

    /** A page that fails half-way is an error, not half a page. */
    @Bean
    SmartInitializingSingleton wholePages(ThymeleafViewResolver views) {
        return () -> views.setProducePartialOutputWhileProcessing(false);
    }

    /** Behind a front that speaks TLS, an address with a scheme would lead out of it. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> relativeRedirects() {
        return tomcat ->
                tomcat.addContextCustomizers(context -> context.setUseRelativeRedirects(true));
    }
}
