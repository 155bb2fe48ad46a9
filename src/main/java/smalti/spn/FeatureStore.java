package smalti.spn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import smalti.error.SmaltiException;
import smalti.file.NpyReader;
import smalti.file.NpyWriter;
import smalti.loading.Stack;
import smalti.tensor.DType;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;

/// The encoder's features of all pictures of a part at each scale: a frozen encoder gives the same each time. They lie in
/// NumPy files `[N,h,w,C]`, features in half precision, which a run that goes on finds again. Safe for several threads.
final class FeatureStore implements AutoCloseable {
    private final Map<Integer, Scale> scales = new TreeMap<>();

    private FeatureStore() {}

    /// The files of a scale.
    ///
    /// @param before the side of squares before the last maximum pool, if there is one
    private record Scale(NpyReader features, Optional<NpyReader> switches, int before) {}

    /// What encodes pictures, by their number and a side.
    @FunctionalInterface
    interface Source {
        Encoding.Encoded encode(int picture, int side) throws IOException;
    }

    /// Is told how many pictures of how many are done.
    @FunctionalInterface
    interface Listener {
        void done(int pictures, int all);
    }

    /// Opens the files, or makes those that are missing.
    ///
    /// @param folder of the files
    /// @param name what they begin with
    /// @param budget the bytes that they may take
    /// @throws SmaltiException if they would take more
    static FeatureStore of(
            Path folder,
            String name,
            int pictures,
            List<Integer> sides,
            long budget,
            Source source,
            Listener listener)
            throws IOException {
        var store = new FeatureStore();
        try {
            List<Encoding.Encoded> firsts = new ArrayList<>();
            long bytes = 0;
            for (int side : sides) {
                Encoding.Encoded first = source.encode(0, side);
                firsts.add(first);
                bytes +=
                        pictures
                                * first.features().elements()
                                * (DType.F16.bytes()
                                        + (first.switches().isPresent() ? DType.I32.bytes() : 0));
            }
            if (bytes > budget) {
                throw new SmaltiException(
                        "features of %d pictures at %d scales take %d MB, more than the %d MB that are allowed; give --features-mb %d, or fewer --sides"
                                .formatted(
                                        pictures,
                                        sides.size(),
                                        bytes >> 20,
                                        budget >> 20,
                                        (bytes >> 20) + 1));
            }
            Files.createDirectories(folder);
            int done = 0;
            for (int i = 0; i < sides.size(); i++) {
                int before = done;
                store.add(
                        folder.resolve(name + "-" + sides.get(i)),
                        sides.get(i),
                        pictures,
                        firsts.get(i),
                        source,
                        own -> listener.done(before + own, pictures * sides.size()));
                done += pictures;
            }
            return store;
        } catch (IOException | RuntimeException failed) {
            store.close();
            throw failed;
        }
    }

    private void add(
            Path file,
            int side,
            int pictures,
            Encoding.Encoded first,
            Source source,
            java.util.function.IntConsumer listener)
            throws IOException {
        Shape one = first.features().shape();
        Shape all = Shape.of(pictures, one.size(1), one.size(2), one.size(3));
        Path features = file.resolveSibling(file.getFileName() + ".npy");
        Path switches = file.resolveSibling(file.getFileName() + "-switches.npy");
        boolean pools = first.switches().isPresent();
        if (!isWhole(features, all) || pools && !isWhole(switches, all)) {
            make(features, switches, side, all, pools, source, listener);
        }
        scales.put(
                side,
                new Scale(
                        NpyReader.open(features),
                        pools ? Optional.of(NpyReader.open(switches)) : Optional.empty(),
                        first.switches().map(Encoding.Switches::side).orElse(0)));
    }

    private static boolean isWhole(Path file, Shape shape) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (NpyReader reader = NpyReader.open(file)) {
            return reader.shape().equals(shape);
        }
    }

    private static void make(
            Path features,
            Path switches,
            int side,
            Shape all,
            boolean pools,
            Source source,
            java.util.function.IntConsumer listener)
            throws IOException {
        try (NpyWriter values = NpyWriter.create(features, DType.F16, all)) {
            if (!pools) {
                for (int i = 0; i < all.size(0); i++) {
                    values.write(source.encode(i, side).features().to(DType.F16));
                    listener.accept(i + 1);
                }
                values.commit();
                return;
            }
            try (NpyWriter places = NpyWriter.create(switches, DType.I32, all)) {
                for (int i = 0; i < all.size(0); i++) {
                    Encoding.Encoded encoded = source.encode(i, side);
                    values.write(encoded.features().to(DType.F16));
                    places.write(encoded.switches().orElseThrow().positions());
                    listener.accept(i + 1);
                }
                places.commit();
            }
            values.commit();
        }
    }

    /// What pictures became at a scale, in one batch.
    synchronized Encoding.Encoded at(int side, int... pictures) throws IOException {
        Scale files = scales.get(side);
        if (files == null) {
            throw new IllegalArgumentException("no features of side " + side);
        }
        return new Encoding.Encoded(
                rows(files.features(), DType.F32, pictures),
                files.switches().isPresent()
                        ? Optional.of(
                                new Encoding.Switches(
                                        rows(files.switches().get(), DType.I32, pictures),
                                        files.before()))
                        : Optional.empty());
    }

    private static Tensor rows(NpyReader reader, DType type, int[] pictures) throws IOException {
        List<Tensor> rows = new ArrayList<>();
        for (int picture : pictures) {
            rows.add(reader.read(picture, 1, type).at(0));
        }
        return Stack.of(rows);
    }

    @Override
    public void close() throws IOException {
        for (Scale each : scales.values()) {
            each.features().close();
            if (each.switches().isPresent()) {
                each.switches().get().close();
            }
        }
        scales.clear();
    }
}
