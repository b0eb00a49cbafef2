package dev.musubi.platform.web;

import java.time.Duration;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
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
    FilterRegistrationBean<BodyFilter> bodyFilter(
            @Value("${musubi.web.longest-body:2m}") Duration longest) {
        FilterRegistrationBean<BodyFilter> filter =
                new FilterRegistrationBean<>(new BodyFilter(longest));
        // The connectors bound and keep the bytes of webhooks themselves.
        filter.addUrlPatterns("/api/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
        return filter;
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
