package smalti.bench.session;

import java.util.List;
import java.util.Locale;
import smalti.bench.workload.Catalogue;
import smalti.bench.workload.Workload;

/// Workloads that are measured together, and the peers that have them.
public enum Group {
    POOLING(
            List.of(
                    new PeerFamily("libtorch", "pytorch", false),
                    new PeerFamily("tensorflow", "tensorflow-core-api", false),
                    new PeerFamily("nd4j", "nd4j-native", true))) {
        @Override
        public List<Workload> workloads() {
            return Catalogue.pooling();
        }
    },
    ORIGINAL(List.of(new PeerFamily("libtorch", "pytorch", false))) {
        @Override
        public List<Workload> workloads() {
            return Catalogue.original();
        }
    },
    SUPERPIXELS(
            List.of(
                    new PeerFamily("opencv", "opencv", false),
                    new PeerFamily("boofcv", "boofcv-core", false))) {
        @Override
        public List<Workload> workloads() {
            return Catalogue.superpixels();
        }
    },
    GEMM(
            List.of(
                    new PeerFamily("openblas", "openblas", false),
                    new PeerFamily("mkl", "mkl", false),
                    new PeerFamily("libtorch", "pytorch", false))) {
        @Override
        public List<Workload> workloads() {
            return Catalogue.products();
        }
    },
    CONV(List.of(new PeerFamily("libtorch", "pytorch", false))) {
        @Override
        public List<Workload> workloads() {
            return Catalogue.convolutions();
        }
    },
    NETS(
            List.of(
                    new PeerFamily("libtorch", "pytorch", false),
                    new PeerFamily("onnxruntime", "onnxruntime", false))) {
        @Override
        public List<Workload> workloads() {
            return Catalogue.inferences();
        }
    },
    TRAIN(List.of(new PeerFamily("libtorch", "pytorch", false))) {
        @Override
        public List<Workload> workloads() {
            return Catalogue.trainings();
        }
    };

    private final List<PeerFamily> peers;

    Group(List<PeerFamily> peers) {
        this.peers = peers;
    }

    public abstract List<Workload> workloads();

    /// Whether a call runs a whole network.
    boolean hasLongCalls() {
        return this == NETS || this == TRAIN;
    }

    public List<PeerFamily> peers() {
        return peers;
    }

    /// The word on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
