package dev.musubi.stores.node;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.lucene.util.Version;
import org.elasticsearch.Build;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestChannel;
import org.elasticsearch.rest.RestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.xcontent.XContentBuilder;

/** {@code GET /}: clients ask for it, and its module (rest-root) is not on Maven Central. */
public final class RootPlugin extends Plugin implements ActionPlugin {
    @Override
    public Collection<RestHandler> getRestHandlers(
            RestHandlersServices services,
            Supplier<DiscoveryNodes> nodes,
            Predicate<NodeFeature> features) {
        return List.of(new RootHandler(nodes));
    }

    private static final class RootHandler extends BaseRestHandler {
        private final Supplier<DiscoveryNodes> nodes;

        RootHandler(Supplier<DiscoveryNodes> nodes) {
            this.nodes = nodes;
        }

        @Override
        public String getName() {
            return "musubi_root";
        }

        @Override
        public List<Route> routes() {
            return List.of(
                    new Route(RestRequest.Method.GET, "/"),
                    new Route(RestRequest.Method.HEAD, "/"));
        }

        @Override
        protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
            return this::answer;
        }

        private void answer(RestChannel channel) throws IOException {
            Build build = Build.current();
            try (XContentBuilder json = channel.newBuilder()) {
                json.startObject()
                        .field("name", nodes.get().getLocalNode().getName())
                        .field("cluster_name", ElasticsearchNode.CLUSTER)
                        .field("cluster_uuid", "_na_")
                        .startObject("version")
                        .field("number", build.version())
                        .field("build_flavor", "default")
                        .field("build_type", "embedded")
                        .field("build_hash", build.hash())
                        .field("build_date", build.date())
                        .field("build_snapshot", false)
                        .field("lucene_version", Version.LATEST.toString())
                        .field("minimum_wire_compatibility_version", "8.19.0")
                        .field("minimum_index_compatibility_version", "8.0.0")
                        .endObject()
                        .field("tagline", "You Know, for Search")
                        .endObject();
                channel.sendResponse(new RestResponse(RestStatus.OK, json));
            }
        }
    }
}
