package smalti.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import smalti.error.ParameterException;
import smalti.error.ShapeException;
import smalti.error.UnsupportedOpException;
import smalti.testkit.FarStorage;

class TensorTest {
    @Test
    void aHeapTensorSharesTheCallersArray() {
        float[] values = {1, 2, 3, 4};
        Tensor tensor = Tensor.of(values, 2, 2);
        values[3] = 9;
        assertThat(tensor.get(3)).isEqualTo(9);
        assertThat(tensor.floats()).isSameAs(values);
        assertThat(tensor).hasToString("F32 [2,2]");
        assertThat(tensor.elements()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeHoldsSmallIntegersAndZeros(DType dtype) {
        Tensor tensor = Tensor.of(new double[] {0, 1, -2, 100}, 4).to(dtype);
        assertThat(tensor.dtype()).isEqualTo(dtype);
        assertThat(tensor.get(2)).isEqualTo(-2);
        assertThat(tensor.get(3)).isEqualTo(100);
        assertThat(tensor.storage().capacity()).isEqualTo(4);
        assertThat(Tensor.zeros(dtype, Shape.of(3)).get(2)).isZero();
        assertThat(dtype.isFloating()).isEqualTo(dtype != DType.I32);
        assertThat(dtype.bytes())
                .isEqualTo(dtype == DType.F64 ? 8 : dtype.name().endsWith("16") ? 2 : 4);
    }

    @Test
    void viewsReadFromTheirOffset() {
        Tensor tensor =
                Tensor.of(Shape.of(2, 3), new Storage.Ints(new int[] {9, 0, 1, 2, 3, 4, 5}), 1);
        assertThat(tensor.offset()).isEqualTo(1);
        assertThat(tensor.at(1).shape()).isEqualTo(Shape.of(3));
        assertThat(tensor.at(1).offset()).isEqualTo(4);
        assertThat(tensor.at(1).get(2)).isEqualTo(5);
        assertThat(tensor.at(1).at(0).shape()).isEqualTo(Shape.of());
        assertThat(tensor.reshape(3, 2).at(2).get(0)).isEqualTo(4);
        assertThat(tensor.to(DType.F32).offset()).isZero();
        assertThat(tensor.to(DType.F32).get(5)).isEqualTo(5);
    }

    @Test
    void aTensorBeyondItsStorageIsRefused() {
        Storage three = new Storage.Floats(new float[3]);
        assertThat(Tensor.of(Shape.of(2), three, 1).elements()).isEqualTo(2);
        assertThatThrownBy(() -> Tensor.of(Shape.of(3), three, 1))
                .isInstanceOf(ShapeException.class)
                .hasMessage("a tensor [3] takes 3 elements, not 3 from offset 1");
        assertThatThrownBy(() -> Tensor.of(Shape.of(1), three, -1))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Tensor.of(Shape.of(0), three, 4))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Tensor.of(new float[3], 2, 2)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Tensor.of(new double[3], 4)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Tensor.of(new int[3], 4)).isInstanceOf(ShapeException.class);
    }

    @Test
    void elementsAndViewsOutsideAreRefused() {
        Tensor tensor = Tensor.of(new float[4], 2, 2);
        for (int outside : new int[] {-1, 4}) {
            assertThatThrownBy(() -> tensor.get(outside)).isInstanceOf(ShapeException.class);
        }
        for (int outside : new int[] {-1, 2}) {
            assertThatThrownBy(() -> tensor.at(outside)).isInstanceOf(ShapeException.class);
        }
        assertThatThrownBy(() -> Tensor.of(new float[1]).at(0)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> tensor.reshape(5))
                .isInstanceOf(ShapeException.class)
                .hasMessage("reshape takes 4 elements, not [5]");
    }

    @Test
    void tooLargeATensorIsRefusedBeforeItTakesMemory() {
        assertThatThrownBy(() -> Tensor.zeros(DType.F64, Shape.of(1 << 16, 1 << 16)))
                .isInstanceOf(ShapeException.class);
    }

    @Test
    void arraysAreGivenOnlyOfTheirType() {
        assertThat(Tensor.of(new int[] {7}, 1).ints()).containsExactly(7);
        assertThatThrownBy(() -> Tensor.of(new int[1], 1).floats())
                .isInstanceOf(UnsupportedOpException.class)
                .hasMessage(
                        "float[] access is not available on a tensor of I32; convert or copy it first");
        assertThatThrownBy(() -> Tensor.of(new float[1], 1).ints())
                .isInstanceOf(UnsupportedOpException.class);
    }

    @Test
    void whatLiesOnADeviceIsReachedByCopiesAlone() {
        Tensor remote = FarStorage.copy(Tensor.of(new float[] {1, 2, 3}, 3));
        assertThatThrownBy(() -> remote.get(0)).isInstanceOf(UnsupportedOpException.class);
        assertThatThrownBy(remote::floats).isInstanceOf(UnsupportedOpException.class);
        assertThatThrownBy(remote::memory).isInstanceOf(UnsupportedOpException.class);
        assertThat(remote.dtype()).isEqualTo(DType.F32);
        assertThat(remote.onHeap().floats()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource
    void copiesGoFromAndToDevices(DType dtype) {
        Tensor near = Tensor.of(new double[] {1, -2, 100}, 3).to(dtype);
        Tensor far = FarStorage.copy(near);
        assertThat(near.onHeap()).isSameAs(near);
        assertThat(Tensor.of(Shape.of(2), far.storage(), 1).to(DType.I32).ints())
                .containsExactly(-2, 100);
        Tensor other = FarStorage.copy(Tensor.of(new float[] {9, 9, 9, 9, 9}, 5));
        far.copyInto(Tensor.of(Shape.of(3), other.storage(), 1));
        assertThat(other.onHeap().floats()).containsExactly(9, 1, -2, 100, 9);
        Tensor view = Tensor.of(Shape.of(2), new Storage.Floats(new float[] {0, 4, 5, 0}), 1);
        view.copyInto(Tensor.of(Shape.of(2), far.storage(), 1));
        assertThat(far.to(DType.I32).ints()).containsExactly(1, 4, 5);
        assertThatThrownBy(() -> view.copyInto(far)).isInstanceOf(ShapeException.class);
    }

    @Test
    void halfPrecisionIsRoundedToNearestEven() {
        assertThat(Tensor.narrow(DType.F16, 1 + 0x1p-11f)).isEqualTo((short) 0x3C00);
        assertThat(Tensor.narrow(DType.F16, 1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3C02);
        assertThat(Tensor.widen(DType.F16, (short) 0x3555)).isEqualTo(0.33325195f);
        assertThat(Tensor.widen(DType.F16, Tensor.narrow(DType.F16, 65520))).isInfinite();
    }

    @Test
    void upperHalvesOfFloatsAreRoundedToNearestEven() {
        assertThat(Tensor.narrow(DType.BF16, 1 + 0x1p-8f)).isEqualTo((short) 0x3F80);
        assertThat(Tensor.narrow(DType.BF16, 1 + 3 * 0x1p-8f)).isEqualTo((short) 0x3F82);
        assertThat(Tensor.narrow(DType.BF16, 1 + 0x1.1p-8f)).isEqualTo((short) 0x3F81);
        assertThat(Tensor.widen(DType.BF16, (short) 0xBF80)).isEqualTo(-1);
        assertThat(Tensor.widen(DType.BF16, Tensor.narrow(DType.BF16, Float.MAX_VALUE)))
                .isInfinite();
        assertThat(Tensor.widen(DType.BF16, Tensor.narrow(DType.BF16, Float.NEGATIVE_INFINITY)))
                .isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void aNanStaysOneWhereverItsPayloadLies() {
        for (int bits : new int[] {0x7F800001, 0xFF800001, 0x7FC00000, 0x7FFFFFFF}) {
            float nan = Float.intBitsToFloat(bits);
            assertThat(Tensor.widen(DType.BF16, Tensor.narrow(DType.BF16, nan))).isNaN();
            assertThat(Tensor.widen(DType.F16, Tensor.narrow(DType.F16, nan))).isNaN();
        }
    }

    @Test
    void integersAreRoundedTowardsZeroAndClamped() {
        Tensor integers =
                Tensor.of(new double[] {-1.9, 1.9, 1e20, -1e20, Double.NaN}, 5).to(DType.I32);
        assertThat(integers.ints()).containsExactly(-1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0);
    }

    @Test
    void sixteenBitsHoldNoOtherType() {
        assertThatThrownBy(() -> new Storage.Shorts(DType.F32, new short[1]))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("F32");
    }
}
