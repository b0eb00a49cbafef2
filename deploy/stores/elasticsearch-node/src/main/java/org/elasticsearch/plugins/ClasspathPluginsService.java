package org.elasticsearch.plugins;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.elasticsearch.Build;
import org.elasticsearch.env.Environment;
import org.jspecify.annotations.Nullable;

/**
 * Plugins from the class path instead of a modules folder, the way the test framework of
 * Elasticsearch does it.
 */
public final class ClasspathPluginsService extends PluginsService {
    /** Null while the parent's constructor asks. */
    private final @Nullable List<LoadedPlugin> classpathPlugins;

    /** Creates one instance of each type. */
    public ClasspathPluginsService(
            Environment environment, Collection<Class<? extends Plugin>> types) {
        super(
                environment.settings(),
                environment.configDir(),
                new PluginsLoader(Set.of(), Set.of(), Map.of()));
        List<LoadedPlugin> loaded = new ArrayList<>();
        for (Class<? extends Plugin> type : types) {
            Plugin plugin = loadPlugin(type, environment.settings(), environment.configDir());
            loaded.add(new LoadedPlugin(descriptor(type), plugin, type.getClassLoader()));
        }
        loadExtensions(loaded);
        this.classpathPlugins = List.copyOf(loaded);
    }

    @Override
    protected List<LoadedPlugin> plugins() {
        return classpathPlugins == null ? List.of() : classpathPlugins;
    }

    /** One pass over the class path; otherwise each provider would show once for each plugin. */
    @Override
    public <T> List<? extends T> loadServiceProviders(Class<T> service) {
        Map<Class<?>, T> found = new LinkedHashMap<>();
        for (T provider : ServiceLoader.load(service, PluginsService.class.getClassLoader())) {
            found.putIfAbsent(provider.getClass(), provider);
        }
        return List.copyOf(found.values());
    }

    private static PluginDescriptor descriptor(Class<? extends Plugin> type) {
        return new PluginDescriptor(
                type.getName(),
                "class path plugin",
                "NA",
                Build.current().version(),
                Integer.toString(Runtime.version().feature()),
                type.getName(),
                null,
                List.of(),
                false,
                false,
                false,
                false,
                null);
    }
}
