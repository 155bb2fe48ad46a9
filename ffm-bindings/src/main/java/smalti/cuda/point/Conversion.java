package smalti.cuda.point;

import java.util.Locale;
import smalti.cuda.driver.GpuDriver;
import smalti.cuda.launch.DeviceTensor;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.tensor.DType;

/// Copies elements into another floating type: to a wider one exactly, to a narrower one rounded to the nearest, ties to
/// even.
public final class Conversion {
    private final Kernels kernels;

    public Conversion(GpuDriver driver) {
        this.kernels = new Kernels(driver, "convert");
    }

    /// @param from of one floating type, 16 or 32 bits wide
    /// @param to of as many elements of the other
    public void run(DeviceTensor from, DeviceTensor to, Queue queue) {
        if (from.elements() > 0) {
            queue.launch(
                    kernels.get("convert_" + word(from.dtype()) + "_" + word(to.dtype())),
                    queue.over(from.elements()),
                    from,
                    to,
                    from.elements());
        }
    }

    private static String word(DType dtype) {
        return dtype.name().toLowerCase(Locale.ROOT);
    }
}
