package smalti.file;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import smalti.error.FormatException;
import smalti.error.ParameterException;
import smalti.tensor.Tensor;

/// Reads the arrays of a `.npz` archive, each whole or in parts: `numpy.savez`, `numpy.savez_compressed`.
public final class NpzReader implements Closeable {
    private static final String SUFFIX = ".npy";

    /// Deflate packs at most 1032 bytes into one; whoever promises more lies.
    private static final long DENSEST = 1032;

    private final String name;
    private final ZipFile archive;
    private final SequencedMap<String, ZipEntry> entries = new LinkedHashMap<>();

    private NpzReader(String name, ZipFile archive) {
        this.name = name;
        this.archive = archive;
    }

    /// Opens an archive and lists its arrays; entries that are none are left out.
    ///
    /// @throws FormatException if it is no zip archive, or two arrays have one name
    public static NpzReader open(Path file) throws IOException {
        String name = file.toString();
        ZipFile archive;
        try {
            archive = new ZipFile(file.toFile());
        } catch (ZipException damaged) {
            throw new FormatException(
                    name, -1, "is no .npz archive: " + damaged.getMessage(), damaged);
        } catch (EOFException early) {
            throw new FormatException(name, -1, "is no .npz archive: it ends early", early);
        }
        try {
            NpzReader reader = new NpzReader(name, archive);
            archive.stream().filter(entry -> entry.getName().endsWith(SUFFIX)).forEach(reader::add);
            return reader;
        } catch (RuntimeException failed) {
            archive.close();
            throw failed;
        }
    }

    private void add(ZipEntry entry) {
        String array = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
        if (entries.put(array, entry) != null) {
            throw new FormatException(name, -1, "the archive holds two arrays named " + array);
        }
    }

    /// The names of the arrays, without `.npy`, in the archive's order.
    public List<String> names() {
        return Collections.unmodifiableList(new ArrayList<>(entries.keySet()));
    }

    /// Opens one array. It must be closed before the archive is.
    ///
    /// @throws ParameterException if there is none of that name
    /// @throws FormatException if it is no array, or its length is not what its header promises
    public NpyReader open(String array) throws IOException {
        ZipEntry entry = entries.get(array);
        if (entry == null) {
            throw new ParameterException(
                    "an array of " + name, "one of " + entries.keySet(), array);
        }
        String path = name + ":" + array;
        if (entry.getSize() / DENSEST > entry.getCompressedSize()) {
            throw new FormatException(
                    path,
                    -1,
                    "an entry of %d bytes cannot hold the %d it promises"
                            .formatted(entry.getCompressedSize(), entry.getSize()));
        }
        return NpyReader.of(ZipEntrySource.open(path, archive, entry));
    }

    /// Reads one whole array in its natural type.
    ///
    /// @throws ParameterException if there is none of that name
    /// @throws FormatException as [NpyReader#open(Path)] and [NpyReader#read()]
    public Tensor read(String array) throws IOException {
        try (NpyReader reader = open(array)) {
            return reader.read();
        }
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
