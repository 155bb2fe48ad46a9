package smalti.cuda.window;

import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.cuda.launch.Scratch;
import smalti.error.ParameterException;
import smalti.op.Size;

/// Moves values between maps and the places that switches name. Where several values belong to one place, what becomes of
/// them does not depend on the order of threads. A switch that names no pixel is passed over, and the queue's next stop
/// tells of it.
final class Switches {
    private final Kernels kernels;
    private final DeviceTensor switches;
    private final int pixels;
    private final int channels;
    private final int perImage;

    /// @param switches `[B,H',W',C]`
    /// @param map the size of the maps
    Switches(Kernels kernels, DeviceTensor switches, Size map) {
        this.kernels = kernels;
        this.switches = switches;
        this.pixels = map.height() * map.width();
        this.channels = switches.columns();
        this.perImage = (int) Math.max(1, switches.shape().inner().elements());
    }

    /// Starts a kernel over all values, whose last arguments are those of the switches.
    private void overValues(String kernel, Queue queue, Object... first) {
        long fault =
                queue.faultSlot((position, value) ->
                        new ParameterException(
                                "switch " + position,
                                "from 0 to below " + pixels + " pixels",
                                value));
        Object[] mine = {switches.elements(), perImage, pixels, channels, fault};
        Object[] all = new Object[first.length + mine.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(mine, 0, all, first.length, mine.length);
        queue.launch(kernels.get(kernel), queue.over(switches.elements()), all);
    }

    /// Takes the values that the switches point at.
    void take(DeviceTensor map, DeviceTensor table, Queue queue) {
        if (table.elements() > 0) {
            overValues("take_f32", queue, map, switches, table);
        }
    }

    /// Puts values where their switches say.
    void put(DeviceTensor table, DeviceTensor map, Queue queue) {
        try (Scratch last = queue.allocate(map.elements() * Integer.BYTES)) {
            queue.fill(last.address(), (byte) -1, last.bytes());
            if (table.elements() > 0) {
                overValues("find_last", queue, switches, last.address());
            }
            if (map.elements() > 0) {
                queue.launch(
                        kernels.get("put_last_f32"),
                        queue.over(map.elements()),
                        table,
                        last.address(),
                        map,
                        map.elements(),
                        perImage,
                        (int) map.shape().inner().elements());
            }
        }
    }

    /// Adds values where their switches say.
    void add(DeviceTensor table, DeviceTensor map, Queue queue) {
        try (Scratch largest = queue.allocate(map.elements() * Integer.BYTES);
                Scratch sums = queue.allocate(map.elements() * Long.BYTES)) {
            queue.fill(largest.address(), (byte) 0, largest.bytes());
            queue.fill(sums.address(), (byte) 0, sums.bytes());
            if (table.elements() > 0) {
                overValues("find_scale_f32", queue, table, switches, largest.address());
                overValues(
                        "add_scaled_f32",
                        queue,
                        table,
                        switches,
                        largest.address(),
                        sums.address());
            }
            if (map.elements() > 0) {
                queue.launch(
                        kernels.get("unscale_f32"),
                        queue.over(map.elements()),
                        largest.address(),
                        sums.address(),
                        map,
                        map.elements());
            }
        }
    }
}
