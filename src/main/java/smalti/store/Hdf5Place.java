package smalti.store;

import io.jhdf.Constants;
import io.jhdf.ObjectHeader;
import io.jhdf.WritableDatasetImpl;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpace;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.object.message.Message;
import io.jhdf.storage.HdfFileChannel;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import smalti.error.UnsupportedOpException;
import smalti.tensor.DType;
import smalti.tensor.Shape;

/// A dataset of which jhdf writes the header alone; the room behind it stays open for the data.
final class Hdf5Place extends WritableDatasetImpl {
    /// IEEE half precision in HDF5's words: class 1 and version 1, little end first, sign at bit 15; then size, offset,
    /// precision, exponent (at 10, 5 bits), mantissa (at 0, 10 bits) and bias.
    private static final byte[] HALF = {
        0x11, 0x20, 15, 0, 2, 0, 0, 0, 0, 0, 16, 0, 10, 5, 0, 10, 15, 0, 0, 0
    };

    private final Pending pending;
    private final long bytes;
    private long address = -1;

    Hdf5Place(String name, DType type, Shape shape) {
        super(example(type, shape.rank()), name, null);
        this.pending = new Pending(name, type, shape);
        this.bytes = shape.elements() * type.bytes();
    }

    /// An array that jhdf can derive type and rank from.
    private static Object example(DType type, int rank) {
        Class<?> element =
                switch (type) {
                    case F32 -> float.class;
                    case F64 -> double.class;
                    case F16 -> short.class;
                    case I32 -> int.class;
                    case BF16 ->
                            throw new UnsupportedOpException(
                                    "BF16", "HDF5 files", "convert it to F32");
                };
        int[] ones = new int[rank];
        Arrays.fill(ones, 1);
        return Array.newInstance(element, ones);
    }

    Pending pending() {
        return pending;
    }

    /// The byte of the file at which the data starts; known once the structure is written.
    long address() {
        return address;
    }

    @Override
    public long write(HdfFileChannel file, long position) {
        long[] sizes = Arrays.stream(pending.shape().sizes()).asLongStream().toArray();
        DataSpace space = DataSpace.modifyDimensions(DataSpace.fromObject(getData()), sizes);
        Message type =
                DataTypeMessage.create(
                        pending.type() == DType.F16
                                ? new FloatingPoint(
                                        ByteBuffer.wrap(nativeHalf())
                                                .order(ByteOrder.LITTLE_ENDIAN))
                                : getDataType());
        // The header's length does not depend on the address that it holds.
        int header = header(type, space, 0, position).limit();
        address = position + header;
        file.write(header(type, space, address, position), position);
        long end = address + bytes;
        if (bytes > 0) {
            file.write(ByteBuffer.wrap(new byte[1]), end - 1);
        }
        // What jhdf writes next without a position belongs behind the data.
        file.position(end);
        return end;
    }

    private ByteBuffer header(Message type, DataSpace space, long dataAddress, long position) {
        List<Message> messages =
                List.of(
                        type,
                        DataSpaceMessage.create(space),
                        FillValueMessage.NO_FILL,
                        // An empty dataset has no place.
                        ContiguousDataLayoutMessage.create(
                                bytes == 0 ? Constants.UNDEFINED_ADDRESS : dataAddress, bytes));
        return new ObjectHeader.ObjectHeaderV2(position, messages).toBuffer();
    }

    private static byte[] nativeHalf() {
        byte[] half = HALF.clone();
        if (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
            half[1] |= 1;
        }
        return half;
    }
}
