package org.elasticsearch.node;

import java.util.Collection;
import java.util.Map;
import org.elasticsearch.cluster.service.ClusterService;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.plugins.ClasspathPluginsService;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.PluginsLoader;
import org.elasticsearch.plugins.PluginsService;

/**
 * An Elasticsearch node with its plugins taken from the class path. In this package because {@code
 * NodeServiceProvider} and the constructor of {@code Node} are package-private; the version of
 * Elasticsearch is therefore pinned exactly.
 */
public final class EmbeddedNode extends Node {
    /** A node that is built, not yet started. */
    public EmbeddedNode(Settings settings, Collection<Class<? extends Plugin>> plugins) {
        super(
                NodeConstruction.prepareConstruction(
                        InternalSettingsPreparer.prepareEnvironment(
                                settings, Map.of(), null, () -> "embedded"),
                        null,
                        new ClasspathServices(plugins),
                        true));
    }

    /** The stock method writes a JVM-wide value that can be set once. */
    @Override
    protected void configureNodeAndClusterIdStateListener(ClusterService clusterService) {}

    private static final class ClasspathServices extends NodeServiceProvider {
        private final Collection<Class<? extends Plugin>> plugins;

        ClasspathServices(Collection<Class<? extends Plugin>> plugins) {
            this.plugins = plugins;
        }

        @Override
        PluginsService newPluginService(Environment environment, PluginsLoader ignored) {
            return new ClasspathPluginsService(environment, plugins);
        }
    }
}
