package smalti.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import smalti.error.ParameterException;
import smalti.file.NpzWriter;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// Writes a `.npz` archive. Its arrays lie one behind the other, so all but small ones wait in files of their own until
/// they are whole.
final class NpzSink implements ArraySink {
    private final NpzWriter archive;
    private final Path file;
    private final Map<String, Spool> spools = new LinkedHashMap<>();

    private NpzSink(NpzWriter archive, Path file) {
        this.archive = archive;
        this.file = file;
    }

    static NpzSink create(Path file) throws IOException {
        return new NpzSink(NpzWriter.create(file), file);
    }

    @Override
    public void declare(String array, DType type, Shape shape) throws IOException {
        if (spools.containsKey(array)) {
            throw new ParameterException("the name of an array", "one that is not taken", array);
        }
        spools.put(array, Spool.of(file, array, type, shape));
    }

    @Override
    public void write(String array, Tensor part) throws IOException {
        Spool spool = spools.get(array);
        if (spool == null) {
            throw new ParameterException(
                    "the name of an array", "one of " + spools.keySet(), array);
        }
        spool.write(part);
    }

    @Override
    public void commit() throws IOException {
        for (Map.Entry<String, Spool> entry : spools.entrySet()) {
            Spool spool = entry.getValue();
            archive.start(entry.getKey(), spool.type(), spool.shape());
            spool.replay(archive::write);
            spool.close();
        }
        archive.commit();
    }

    @Override
    public void close() throws IOException {
        try {
            for (Spool spool : spools.values()) {
                spool.close();
            }
        } finally {
            archive.close();
        }
    }
}
