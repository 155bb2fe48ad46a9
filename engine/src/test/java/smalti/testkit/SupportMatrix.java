package smalti.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import smalti.device.Device;
import smalti.tensor.DType;

/// Which operators a device offers for which types, found by asking it to run each.
public final class SupportMatrix {
    private static final Scene SMALL = Scene.of(1, 3, 5, 2);

    private final Device device;
    private final Map<String, Map<DType, Boolean>> rows = new LinkedHashMap<>();

    private SupportMatrix(Device device) {
        this.device = device;
    }

    /// Runs every case on a small scene.
    public static SupportMatrix of(Device device) {
        var matrix = new SupportMatrix(device);
        for (DType dtype : DType.values()) {
            for (OpCase each : CaseTable.on(SMALL, dtype)) {
                matrix.rows
                        .computeIfAbsent(each.name(), _ -> new LinkedHashMap<>())
                        .put(dtype, each.offeredBy(device));
            }
        }
        return matrix;
    }

    /// Whether a case runs for values of a type.
    public boolean offers(String name, DType dtype) {
        return rows.getOrDefault(name, Map.of()).getOrDefault(dtype, false);
    }

    /// The table as text: a line an operator, a column a type; `-` where an operator is not offered, blank where it
    /// makes no sense.
    @Override
    public String toString() {
        var text = new StringBuilder("%-34s".formatted(device.name()));
        for (DType dtype : DType.values()) {
            text.append("%6s".formatted(dtype));
        }
        rows.forEach((name, offered) -> {
            text.append("\n%-34s".formatted(name));
            for (DType dtype : DType.values()) {
                text.append("%6s".formatted(mark(offered, dtype)));
            }
        });
        return text.append('\n').toString();
    }

    private static String mark(Map<DType, Boolean> offered, DType dtype) {
        return offered.containsKey(dtype)
                ? List.of("-", "yes").get(offered.get(dtype) ? 1 : 0)
                : "";
    }
}
