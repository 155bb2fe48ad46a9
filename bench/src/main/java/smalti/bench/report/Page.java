package smalti.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import smalti.bench.session.Group;
import smalti.bench.session.SessionResult;
import smalti.bench.workload.Unit;
import smalti.file.Draft;

/// `docs/benchmarks.md`: a section a group, between marks, so that a run of one group leaves the other as it was.
public final class Page {
    private static final String INTRODUCTION =
            """
            # Benchmarks

            Written by `./smalti bench`; do not edit. Times of this machine alone say little: read the ratios to peers and the
            shares of the ceilings, which were probed in the same session, seconds before or after.

            - A figure is the median call of the median round; ours, ceiling and peers take turns. GB/s are bytes of the feature
              map, whatever else is read or written.
            - Every result is checked before it is timed: pooling against a reference in double precision (means within 1e-6 of
              the mean magnitude for ours, within what single precision allows for peers; maxima and their positions exactly;
              gradients within 4 ulp), superpixels for their number, their connectedness (ours) and the variation they explain.
            - Each library has a JVM of its own with the same heap, and is held to the same number of threads. Our heap was touched
              before, as in a process that has run for a while. Libraries choose their kernels themselves, whatever the shell asks of
              OpenBLAS.
            - Matrix products and convolutions (`gemm`, `conv`): every thousandth element or so is compared with a sum in double
              precision, of ours and peers alike within 2^-24 of its terms' magnitudes a term. Ours are
              written over outputs that are kept, as plans and tapes do (new ones, which the JVM clears first, take 10 to 40 %
              longer where there is little to compute); OpenBLAS and MKL write over a kept matrix, libtorch into memory that its
              allocator hands out again.
              GFLOP/s count the plain sums: minimal filtering needs a quarter of the multiplications and may exceed the ceiling.
            - Networks (`nets`, `train`): ours are planned, as `predict` runs them, or on a tape, as the trainer does. Peers run the
              same network with the same random weights, handed over as a list of operators: libtorch as
              frozen TorchScript, which folds normalisations, with channels last and first, and optimised for inference. Scores of all
              pictures, the loss and all gradients are compared with those of our scalar kernels: scores within 1e-4 of their
              norm, gradients within 1e-2 of theirs, or within four times what they move by when weights and pictures change by a
              millionth (rounding takes values across the kinks of rectifiers), or within 1e-5 of the norm of all gradients together
              (gradients that vanish are nothing but rounding).
              ENet's scores are allowed 1e-2, since rounding may move the places that it puts values back to
              (folding normalisations moves one in eight pictures, the same by us and by ONNX Runtime), and 5e-2 by libtorch: where windows share a maximum, its unpooling leaves the order to chance. libtorch gets one thread of
              OpenBLAS, whose threads would spin against those of OpenMP. ONNX Runtime gets the network as a model in ONNX, with pictures
              `[B,C,H,W]` as it likes them, and all its optimisations. The ceiling is the plain multiply-adds of convolutions, in registers.
            - Published systems (`step-pspnet`, `step-metric`, `step-spn`): a step of the presets `camvid-small`, but with all branches
              of the pyramid normalised, and `msrc-small`, with its losses and its optimiser, on pictures of chance; superpixels are
              rectangles. Dropout keeps the same values on both
              sides, and SPN begins with its encoder's features, as in training. Loading is not part of it. Pictures a second are the
              first number of a case's size over its time. `step-metric_of_pixels` compares 3 times 500 pixels of a picture where
              `step-metric` compares its superpixels, of the same network; `step-pairs` and `step-pairs_of_pixels` are these losses alone
              (with the pooling), forward and back, on features times a single factor that is learnt.
            - `original`: the map that the original superpixel pooling network pooled. Its layer went over the map once a superpixel;
              `libtorch-masks` does so with a mask, a product and a sum each.
            - A quick run (`--quick`) checks every eighth channel and the last picture of a batch, and leaves out forms that are
              known to be slow, shapes of convolutions between others, and eight pictures but for SqueezeNet; this page is made by full
              runs only.
            - What depends on labels alone (our segment map; the peers' indices, orders and reciprocals) is made beforehand.
            - Ceilings: *multiply-adds in registers* are as many operations without memory, *streaming read* sums the same bytes with vectors, *streaming write* fills as many, once more in Java.
            - Of several forms of a peer the fastest counts; for gradients ours and most peers write into the same tensor
              every time (a new one, which the JVM clears first, takes ours twice as long). `libtorch-embedding_bag` pools by a
              gather in segment order: an operator for another purpose, told apart.
            """;

    private final Path folder;

    /// @param folder where the page and its plots lie
    public Page(Path folder) {
        this.folder = folder;
    }

    /// Writes a group's section and its plots anew.
    public void renew(SessionResult session) throws IOException {
        Files.createDirectories(folder);
        Path page = folder.resolve("benchmarks.md");
        String text = Files.exists(page) ? Files.readString(page) : "";
        StringBuilder renewed = new StringBuilder(INTRODUCTION);
        for (Group group : Group.values()) {
            String section = group == session.group() ? section(session) : old(text, group);
            renewed.append('\n').append(begin(group)).append(section).append(end(group));
        }
        Draft.sweep(folder);
        try (Draft draft = Draft.of(page)) {
            Files.writeString(draft.path(), renewed);
            draft.commit();
        }
    }

    private static String begin(Group group) {
        return "<!-- " + group.word() + " -->\n";
    }

    private static String end(Group group) {
        return "<!-- end of " + group.word() + " -->\n";
    }

    private static String old(String text, Group group) {
        int from = text.indexOf(begin(group));
        int to = text.indexOf(end(group));
        return from >= 0 && to > from ? text.substring(from + begin(group).length(), to) : "";
    }

    private String section(SessionResult session) throws IOException {
        StringBuilder text = new StringBuilder();
        String word = session.group().word();
        text.append("## ")
                .append(word.substring(0, 1).toUpperCase(Locale.ROOT))
                .append(word.substring(1))
                .append("\n\n");
        text.append(
                        DateTimeFormatter.ISO_LOCAL_DATE.format(
                                session.time().atOffset(ZoneOffset.UTC)))
                .append(", ")
                .append(Machine.current())
                .append("; pictures: ")
                .append(session.pictures())
                .append(". Peers: ")
                .append(
                        session.versions().entrySet().stream()
                                .map(peer -> peer.getKey() + " " + peer.getValue())
                                .collect(Collectors.joining(", ")))
                .append(".\n\n");
        session.missing().forEach(peer -> text.append("Missing: ").append(peer).append(".\n\n"));
        session.peakFlops()
                .forEach((threads, flops) ->
                        text.append(
                                String.format(
                                        Locale.ROOT,
                                        "Peak of multiply-adds in registers, %d thread%s: %.0f GFLOP/s.\n\n",
                                        threads,
                                        threads == 1 ? "" : "s",
                                        flops / 1e9)));
        text.append(Tables.speed(session).markdown()).append('\n');
        plots(session, text);
        complaints(session, text);
        text.append(
                "First and later calls of ours; heap is what a call allocates over all threads, outputs included.\n\n");
        text.append(Tables.cold(session).markdown()).append('\n');
        if (!session.memory().isEmpty()) {
            text.append(
                    """
                    ### Memory

                    What eight steps take at their peak beyond weights and pictures: activations, gradients, momenta, scratch. Ours
                    is the smallest heap, in steps of 16 MiB, in which the collector takes less than a fifth of the time, less what
                    it held before the first step; the code that the JIT makes does not count. A peer's is the growth of resident
                    memory, free memory going back to the system at once.

                    """);
            text.append(Tables.memory(session).markdown()).append('\n');
        }
        if (!session.quality().isEmpty()) {
            text.append(
                    """
                    ### Quality

                    25 photos of BSDS500, the mean over annotators and then over photos, interpolated to equal numbers of superpixels
                    produced. ASA: achievable accuracy; UE: undersegmentation error; EV: explained variation of RGB; Rec2: boundary
                    recall within 5x5 pixels; CO: compactness.

                    """);
            text.append(Tables.quality(session).markdown()).append('\n');
            text.append(Tables.counts(session).markdown()).append('\n');
        }
        return text.toString();
    }

    private void plots(SessionResult session, StringBuilder text) throws IOException {
        Unit unit =
                switch (session.group()) {
                    case POOLING, ORIGINAL -> Unit.GIGABYTES_PER_SECOND;
                    case SUPERPIXELS -> Unit.MILLISECONDS;
                    case GEMM, CONV -> Unit.GIGAFLOPS;
                    case NETS, TRAIN -> Unit.MILLISECONDS_A_BATCH;
                };
        for (int threads : session.peakFlops().keySet()) {
            String name = "benchmarks-" + session.group().word() + "-t" + threads + ".png";
            Plot.draw(session, threads, unit, folder.resolve(name));
            if (Files.exists(folder.resolve(name))) {
                text.append("![")
                        .append(session.group().word())
                        .append("](")
                        .append(name)
                        .append(")\n\n");
            }
        }
    }

    private static void complaints(SessionResult session, StringBuilder text) {
        session.cases().stream()
                .filter(result -> !result.complaints().isEmpty())
                .forEach(result ->
                        result.complaints()
                                .forEach(complaint ->
                                        text.append("Not timed in ")
                                                .append(result.name())
                                                .append(": ")
                                                .append(complaint)
                                                .append(".\n\n")));
    }
}
