package smalti.tensor;

import java.lang.foreign.MemorySegment;
import smalti.error.ParameterException;

/// Where a tensor's elements lie: a heap array of the CPU, or an opaque buffer of a device.
public sealed interface Storage {
    DType dtype();

    /// Elements that fit.
    long capacity();

    /// [DType#F32] on the heap.
    record Floats(float[] array) implements Storage {
        @Override
        public DType dtype() {
            return DType.F32;
        }

        @Override
        public long capacity() {
            return array.length;
        }
    }

    /// [DType#F64] on the heap.
    record Doubles(double[] array) implements Storage {
        @Override
        public DType dtype() {
            return DType.F64;
        }

        @Override
        public long capacity() {
            return array.length;
        }
    }

    /// [DType#F16] or [DType#BF16] bits on the heap.
    record Shorts(DType dtype, short[] array) implements Storage {
        public Shorts {
            if (dtype != DType.F16 && dtype != DType.BF16) {
                throw new ParameterException("the type of 16-bit storage", "F16 or BF16", dtype);
            }
        }

        @Override
        public long capacity() {
            return array.length;
        }
    }

    /// [DType#I32] on the heap.
    record Ints(int[] array) implements Storage {
        @Override
        public DType dtype() {
            return DType.I32;
        }

        @Override
        public long capacity() {
            return array.length;
        }
    }

    /// A buffer that only its device can read; its lifetime is the device's affair.
    non-sealed interface OnDevice extends Storage {
        /// Copies elements to the heap, when all that was started before has written them. What failed in that is thrown.
        ///
        /// @param first the element of this buffer that comes first
        /// @param to as many bytes as are copied
        void read(long first, MemorySegment to);

        /// Overwrites elements by those of the heap, for all that is started from now on. The heap may be changed when the
        /// call returns.
        ///
        /// @param first the element of this buffer that comes first
        /// @param from as many bytes as are copied
        void write(long first, MemorySegment from);
    }

    /// Fresh zeros on the heap.
    static Storage allocate(DType dtype, int elements) {
        return switch (dtype) {
            case F32 -> new Floats(new float[elements]);
            case F64 -> new Doubles(new double[elements]);
            case F16, BF16 -> new Shorts(dtype, new short[elements]);
            case I32 -> new Ints(new int[elements]);
        };
    }
}
