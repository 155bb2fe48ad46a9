package smalti.cuda.slic;

import java.lang.foreign.MemorySegment;
import smalti.cuda.launch.Allotment;
import smalti.cuda.launch.Kernels;
import smalti.cuda.launch.Queue;
import smalti.slic.LevelRange;
import smalti.superpixel.Samples;

/// The samples of all pictures of a batch on the GPU.
///
/// @param address of the first
/// @param sampleBytes that one takes
/// @param type as kernels name it
/// @param levels of the whole batch
/// @param numbers whether all are known to be numbers
record UploadedSamples(
        long address, int sampleBytes, String type, LevelRange levels, boolean numbers) {
    private static final int SEEN = 3;

    static UploadedSamples of(Samples samples, Kernels kernels, Queue queue, Allotment memory) {
        return switch (samples) {
            case Samples.Bytes(byte[] array) ->
                    new UploadedSamples(
                            upload(MemorySegment.ofArray(array), queue, memory),
                            Byte.BYTES,
                            "u8",
                            LevelRange.of(samples),
                            true);
            case Samples.Shorts(short[] array) ->
                    new UploadedSamples(
                            upload(MemorySegment.ofArray(array), queue, memory),
                            Short.BYTES,
                            "u16",
                            LevelRange.of(samples),
                            true);
            case Samples.Floats(float[] array) ->
                    look(
                            upload(MemorySegment.ofArray(array), queue, memory),
                            array.length,
                            kernels,
                            queue,
                            memory);
        };
    }

    private static long upload(MemorySegment array, Queue queue, Allotment memory) {
        long there = memory.take(array.byteSize());
        queue.upload(array, there);
        return there;
    }

    private static UploadedSamples look(
            long samples, long count, Kernels kernels, Queue queue, Allotment memory) {
        int[] seen = {-1, 0, 0};
        long there = memory.copy(seen);
        queue.launch(kernels.get("slic_look"), queue.over(count), samples, there, count);
        queue.download(there, MemorySegment.ofArray(seen));
        LevelRange levels =
                Integer.compareUnsigned(seen[0], seen[1]) > 0
                        ? LevelRange.of(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)
                        : LevelRange.of(number(seen[0]), number(seen[1]));
        return new UploadedSamples(samples, Float.BYTES, "f32", levels, seen[SEEN - 1] == 0);
    }

    /// The number whose bits were put into the order of numbers.
    private static float number(int ordered) {
        return Float.intBitsToFloat(ordered < 0 ? ordered & Integer.MAX_VALUE : ~ordered);
    }
}
