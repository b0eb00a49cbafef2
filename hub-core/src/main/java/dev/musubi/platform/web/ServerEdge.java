package dev.musubi.platform.web;

import org.apache.catalina.Container;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * What Tomcat does before the hub is asked. A slash in an event's id reaches the hub as it was
 * encoded, instead of being refused; a request that Tomcat refuses itself answers a problem
 * document, instead of a page.
 */
final class ServerEdge implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addConnectorCustomizers(
                connector ->
                        connector.setEncodedSolidusHandling(
                                EncodedSolidusHandling.PASS_THROUGH.getValue()));
        factory.addContextCustomizers(
                context -> {
                    Container host = context.getParent();
                    if (host instanceof StandardHost standard) {
                        standard.setErrorReportValveClass(ProblemValve.class.getName());
                    }
                });
    }
}
