package dev.musubi.platform.web;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.time.Duration;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
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
    FilterRegistrationBean<BodyFilter> bodyFilter() {
        FilterRegistrationBean<BodyFilter> filter =
                new FilterRegistrationBean<>(
                        new BodyFilter(BodyBudget.ofThisMachine(), Duration.ofMinutes(2)));
        // The connectors bound and keep the bytes of webhooks themselves.
        filter.addUrlPatterns("/api/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
        return filter;
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
            tomcat.addConnectorCustomizers(
                    c ->
                            c.setEncodedSolidusHandling(
                                    EncodedSolidusHandling.PASS_THROUGH.getValue()));
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
                        .addResourceLocations(
                                "classpath:/META-INF/resources/webjars/swagger-ui/"
                                        + SwaggerUi.VERSION
                                        + "/");
            }
        };
    }
}
