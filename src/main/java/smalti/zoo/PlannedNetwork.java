package smalti.zoo;

import java.util.LinkedHashMap;
import java.util.Map;
import smalti.device.Device;
import smalti.nn.Layer;
import smalti.plan.Plan;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A network with its plans for the shapes of inputs that it was last run on.
final class PlannedNetwork {
    /// Photos of one folder mostly have few shapes: upright and lengthwise.
    private static final int KEPT = 4;

    private final Layer network;
    private final Map<Key, Plan> plans =
            new LinkedHashMap<>(KEPT, 1, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Plan> eldest) {
                    if (size() > KEPT) {
                        eldest.getValue().close();
                        return true;
                    }
                    return false;
                }
            };

    private record Key(Device device, Shape shape) {}

    PlannedNetwork(Layer network) {
        this.network = network;
    }

    Tensor run(Device device, Tensor input) {
        return plan(new Key(device, input.shape())).run(input);
    }

    private synchronized Plan plan(Key key) {
        return plans.computeIfAbsent(key, _ -> Plan.of(network, key.shape(), key.device()));
    }
}
