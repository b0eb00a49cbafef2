package dev.musubi.platform.web;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.musubi.platform.Refusals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class WebConfiguration {

    @Bean
    FilterRegistrationBean<BodyFilter> bodyFilter(MeterRegistry registry) {
        Counter refused = Refusals.of("bodies", registry);
        FilterRegistrationBean<BodyFilter> filter =
                new FilterRegistrationBean<>(
                        new BodyFilter(
                                BodyBudget.ofThisMachine(refused::increment),
                                Duration.ofMinutes(2)));
        // The connectors bound and keep the bytes of webhooks themselves.
        filter.addUrlPatterns("/api/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
        return filter;
    }

    /** Behind the door, so that strangers take no place, and before bodies are read. */
    @Bean
    FilterRegistrationBean<RoomFilter> roomFilter(
            @Value("${musubi.web.at-once.events:1024}") int events,
            @Value("${musubi.web.at-once.waits:512}") int waits,
            @Value("${musubi.web.at-once.search:64}") int search,
            @Value("${musubi.web.at-once.calls:128}") int calls,
            MeterRegistry registry) {
        FilterRegistrationBean<RoomFilter> filter =
                new FilterRegistrationBean<>(
                        new RoomFilter(
                                new RoomFilter.Sizes(events, waits, search, calls),
                                Runtime.getRuntime().maxMemory() / 16,
                                registry));
        filter.addUrlPatterns("/api/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 15);
        return filter;
    }

    @Bean
    BodyArrived bodyArrived() {
        return new BodyArrived();
    }

    /**
     * Bodies of calls are read as strictly as events: no coercion, no double keys, nothing behind.
     */
    @Bean
    Jackson2ObjectMapperBuilderCustomizer strictBodies() {
        return builder ->
                builder.postConfigurer(
                        mapper -> {
                            mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
                            mapper.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
                            mapper.coercionConfigFor(LogicalType.Textual)
                                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                            mapper.getFactory()
                                    .enable(
                                            StreamReadFeature.STRICT_DUPLICATE_DETECTION
                                                    .mappedFeature());
                        });
    }

    /**
     * An event id may have a slash: escaped, it stays a part of its segment. Whatever Tomcat itself
     * refuses is a problem document too.
     */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> plainTomcat() {
        return tomcat -> {
            tomcat.setProtocol(PatientProtocol.class.getName());
            tomcat.addConnectorCustomizers(
                    c ->
                            c.setEncodedSolidusHandling(
                                    EncodedSolidusHandling.PASS_THROUGH.getValue()),
                    c -> {
                        if (c.getProtocolHandler() instanceof PatientProtocol http) {
                            http.setMaxConnections(
                                    Descriptors.connections(http.getMaxConnections()));
                        }
                    });
            tomcat.addContextCustomizers(
                    context -> {
                        if (context.getParent() instanceof StandardHost host) {
                            host.setErrorReportValveClass(ProblemValve.class.getName());
                        }
                    });
        };
    }

    @Bean
    WebMvcConfigurer docs() {
        return new WebMvcConfigurer() {
            @Override
            public void addResourceHandlers(ResourceHandlerRegistry registry) {
                registry.addResourceHandler("/docs/ui/**")
                        .addResourceLocations(Webjar.of("org.webjars", "swagger-ui").location());
            }
        };
    }
}
