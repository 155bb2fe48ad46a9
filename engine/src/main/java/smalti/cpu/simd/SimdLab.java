package smalti.cpu.simd;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.F2I;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.I2S;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import smalti.slic.LabScale;

/// sRGB bytes to CIELAB, a pixel a lane.
final class SimdLab {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> HALF =
            VectorSpecies.of(short.class, VectorShape.forBitSize(LANES.vectorBitSize() / 2));
    private static final int LENGTH = LANES.length();

    /// Spreads the three bytes of each pixel over the four of a lane; the fourth is of no interest.
    private static final VectorShuffle<Byte> SPREAD =
            VectorShuffle.fromOp(
                    BYTES, lane -> Math.min(lane / 4 * 3 + lane % 4, BYTES.length() - 1));

    private SimdLab() {}

    /// Converts in stages that each fit into the compiler's inlining budget; between them the row waits in `light`.
    static void convert(
            byte[] rgb, int from, int pixels, short[] planes, int at, int plane, float[] light) {
        int span = light.length / 3;
        readLight(rgb, from, pixels, light, span);
        mix(light, pixels, span);
        for (int channel = 0; channel < 3; channel++) {
            root(light, channel * span, pixels);
        }
        store(light, pixels, span, planes, at, plane);
    }

    /// Linear light, a channel behind the other.
    private static void readLight(byte[] rgb, int from, int pixels, float[] light, int span) {
        int done = 0;
        // A vector of bytes is loaded for three quarters of it, so the last pixels of the array are
        // done singly.
        while (done < pixels && from + 3 * done + BYTES.length() <= rgb.length) {
            IntVector packed =
                    ByteVector.fromArray(BYTES, rgb, from + 3 * done)
                            .rearrange(SPREAD)
                            .reinterpretAsInts();
            linear(packed.and(0xFF)).intoArray(light, done);
            linear(packed.lanewise(LSHR, 8).and(0xFF)).intoArray(light, done + span);
            linear(packed.lanewise(LSHR, 16).and(0xFF)).intoArray(light, done + 2 * span);
            done += LENGTH;
        }
        float[] linear = LabScale.linear8();
        for (int source = from + 3 * done; done < pixels; done++, source += 3) {
            light[done] = linear[rgb[source] & 0xFF];
            light[done + span] = linear[rgb[source + 1] & 0xFF];
            light[done + 2 * span] = linear[rgb[source + 2] & 0xFF];
        }
    }

    private static void mix(float[] light, int pixels, int span) {
        for (int x = 0; x < pixels; x += LENGTH) {
            FloatVector r = FloatVector.fromArray(LANES, light, x);
            FloatVector g = FloatVector.fromArray(LANES, light, x + span);
            FloatVector b = FloatVector.fromArray(LANES, light, x + 2 * span);
            mix(r, g, b, LabScale.XR, LabScale.XG, LabScale.XB).intoArray(light, x);
            mix(r, g, b, LabScale.YR, LabScale.YG, LabScale.YB).intoArray(light, x + span);
            mix(r, g, b, LabScale.ZR, LabScale.ZG, LabScale.ZB).intoArray(light, x + 2 * span);
        }
    }

    private static void root(float[] light, int from, int pixels) {
        for (int x = from; x < from + pixels; x += LENGTH) {
            root(FloatVector.fromArray(LANES, light, x)).intoArray(light, x);
        }
    }

    private static void store(
            float[] light, int pixels, int span, short[] planes, int at, int plane) {
        for (int x = 0; x < pixels; x += LENGTH) {
            FloatVector first = FloatVector.fromArray(LANES, light, x);
            FloatVector second = FloatVector.fromArray(LANES, light, x + span);
            FloatVector third = FloatVector.fromArray(LANES, light, x + 2 * span);
            store(second.mul(LabScale.L_SCALE).add(LabScale.L_SHIFT), planes, at + x);
            store(
                    first.sub(second).mul(LabScale.A_SCALE).add(LabScale.CHROMA_SHIFT),
                    planes,
                    at + x + plane);
            store(
                    second.sub(third).mul(LabScale.B_SCALE).add(LabScale.CHROMA_SHIFT),
                    planes,
                    at + x + 2 * plane);
        }
    }

    private static FloatVector linear(IntVector values) {
        FloatVector value = (FloatVector) values.convert(I2F, 0);
        FloatVector light =
                FloatVector.broadcast(LANES, LabScale.LIGHT5)
                        .fma(value, FloatVector.broadcast(LANES, LabScale.LIGHT4));
        light = light.fma(value, FloatVector.broadcast(LANES, LabScale.LIGHT3));
        light = light.fma(value, FloatVector.broadcast(LANES, LabScale.LIGHT2));
        light = light.fma(value, FloatVector.broadcast(LANES, LabScale.LIGHT1));
        light = light.fma(value, FloatVector.broadcast(LANES, LabScale.LIGHT0));
        return light.blend(value.mul(LabScale.DARK_SLOPE), value.compare(LE, LabScale.DARK));
    }

    private static FloatVector mix(
            FloatVector r, FloatVector g, FloatVector b, float ofR, float ofG, float ofB) {
        return r.mul(ofR).add(g.mul(ofG)).add(b.mul(ofB));
    }

    private static FloatVector root(FloatVector t) {
        VectorMask<Float> dark = t.compare(LE, LabScale.KNEE);
        IntVector bits = t.reinterpretAsInts();
        IntVector third = bits.lanewise(ASHR, 2).add(bits.lanewise(ASHR, 4));
        third = third.add(third.lanewise(ASHR, 4));
        third = third.add(third.lanewise(ASHR, 8));
        FloatVector y = third.add(LabScale.CUBE_ROOT_SEED).reinterpretAsFloats();
        FloatVector cube = y.mul(y).mul(y);
        FloatVector bright = y.mul(cube.add(t.add(t))).div(cube.add(cube).add(t));
        return bright.blend(t.mul(LabScale.SLOPE).add(LabScale.INTERCEPT), dark);
    }

    private static void store(FloatVector values, short[] planes, int at) {
        ((ShortVector) ((IntVector) values.convert(F2I, 0)).convertShape(I2S, HALF, 0))
                .intoArray(planes, at);
    }
}
