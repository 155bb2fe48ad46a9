package smalti.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import smalti.error.ParameterException;
import smalti.file.Draft;
import smalti.file.ElementType;
import smalti.photo.LabelReader;
import smalti.photo.PhotoReader;

/// Opens arrays by what users call them: `FILE.npy`, `FILE.npz:array`, `FILE.h5:/dataset`, or, for labels, `FILE.png`.
public final class ArrayFiles {
    private static final Pattern INSIDE =
            Pattern.compile("(.*\\.(h5|hdf5|he5|npz)):(.+)", Pattern.CASE_INSENSITIVE);

    private ArrayFiles() {}

    /// Opens an array for reading.
    ///
    /// @throws ParameterException if the name lacks the part behind the colon
    /// @throws smalti.error.FormatException if the file is not what its name says
    public static ArraySource open(String name) throws IOException {
        Matcher inside = INSIDE.matcher(name);
        if (inside.matches()) {
            Path file = Path.of(inside.group(1));
            boolean archive = inside.group(2).equalsIgnoreCase("npz");
            return archive
                    ? NpySource.open(file, inside.group(3))
                    : Hdf5Source.open(file, inside.group(3));
        }
        if (isHdf5(name)) {
            throw new ParameterException("an array in an HDF5 file", "FILE.h5:/dataset", name);
        }
        if (hasSuffix(name, ".npz")) {
            throw new ParameterException("an array in an archive", "FILE.npz:array", name);
        }
        return NpySource.open(Path.of(name));
    }

    /// Opens labels for reading: an array, or a picture whose grey levels or palette numbers are the labels.
    public static ArraySource openLabels(String name) throws IOException {
        if (hasSuffix(name, ".png")) {
            return new HeldSource(
                    name,
                    new LabelReader(PhotoReader.usual()).read(Path.of(name)),
                    ElementType.U16);
        }
        return open(name);
    }

    /// Starts a file of arrays: HDF5 if it is called `.h5`, an archive if `.npz`, a single array if `.npy`.
    ///
    /// @throws ParameterException if it is called anything else
    public static ArraySink create(Path file) throws IOException {
        Draft.sweepBeside(file);
        String name = file.toString();
        if (isHdf5(name)) {
            return Hdf5Sink.create(file);
        }
        if (hasSuffix(name, ".npy")) {
            return new NpySink(file);
        }
        if (hasSuffix(name, ".npz")) {
            return NpzSink.create(file);
        }
        throw new ParameterException("a file of arrays", "called .npz, .h5 or .npy", name);
    }

    private static boolean isHdf5(String name) {
        return hasSuffix(name, ".h5") || hasSuffix(name, ".hdf5") || hasSuffix(name, ".he5");
    }

    private static boolean hasSuffix(String name, String suffix) {
        return name.toLowerCase(Locale.ROOT).endsWith(suffix);
    }
}
