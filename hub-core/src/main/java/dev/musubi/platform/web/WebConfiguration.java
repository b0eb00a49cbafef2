package dev.musubi.platform.web;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
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
    ServerEdge serverEdge() {
        return new ServerEdge();
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
                            mapper.getFactory()
                                    .enable(
                                            StreamReadFeature.STRICT_DUPLICATE_DETECTION
                                                    .mappedFeature());
                        });
    }

    @Bean
    FilterRegistrationBean<BodyFilter> bodyFilter(
            @Value("${musubi.web.body-timeout:30s}") Duration longest) {
        FilterRegistrationBean<BodyFilter> filter =
                new FilterRegistrationBean<>(new BodyFilter(BodyBudget.ofThisMachine(), longest));
        // The connectors bound and keep the bytes of webhooks themselves.
        filter.addUrlPatterns("/api/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
        return filter;
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
