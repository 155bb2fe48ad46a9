package smalti.zoo;

import java.util.LinkedHashMap;
import smalti.device.Device;
import smalti.nn.Layer;
import smalti.plan.Plan;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// A network with its plans for the shapes of inputs that it was last run on. Safe for use by several threads at once.
final class PlannedNetwork {
    /// Photos of one folder mostly have few shapes: upright and lengthwise.
    private static final int KEPT = 4;

    private final Layer network;

    /// The one that was not used for the longest time comes first.
    private final LinkedHashMap<Key, Shared> plans = new LinkedHashMap<>(KEPT, 1, true);

    private record Key(Device device, Shape shape) {}

    PlannedNetwork(Layer network) {
        this.network = network;
    }

    Tensor run(Device device, Tensor input) {
        Shared plan = take(new Key(device, input.shape()));
        try {
            return plan.plan.run(input);
        } finally {
            giveBack(plan);
        }
    }

    private synchronized Shared take(Key key) {
        Shared taken =
                plans.computeIfAbsent(
                        key, _ -> new Shared(Plan.of(network, key.shape(), key.device())));
        taken.users++;
        if (plans.size() > KEPT) {
            drop(plans.pollFirstEntry().getValue());
        }
        return taken;
    }

    private synchronized void giveBack(Shared plan) {
        drop(plan);
    }

    private static void drop(Shared plan) {
        plan.users--;
        if (plan.users == 0) {
            plan.plan.close();
        }
    }

    /// A plan that is closed when nobody uses it any more.
    private static final class Shared {
        private final Plan plan;

        /// Who runs it, and this network for as long as it is kept.
        private int users = 1;

        Shared(Plan plan) {
            this.plan = plan;
        }
    }
}
