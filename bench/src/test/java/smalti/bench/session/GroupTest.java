package smalti.bench.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import smalti.bench.workload.ConvolutionInput;
import smalti.bench.workload.InferenceWorkload;
import smalti.bench.workload.Workload;

class GroupTest {
    private static final Path PEERS = Path.of("peers");

    /// A peer whose module has another name, or none, would be missing from every table.
    @ParameterizedTest
    @EnumSource
    void everyPeerHasAModuleThatHoldsItsLibraryAndItsContestant(Group group) throws IOException {
        String modules = Files.readString(PEERS.resolve("pom.xml"));
        for (PeerFamily peer : group.peers()) {
            Path module = PEERS.resolve(peer.name());
            assertThat(modules).contains("<module>" + peer.name() + "</module>");
            assertThat(Files.readString(module.resolve("pom.xml")))
                    .contains("<artifactId>" + peer.artifact() + "</artifactId>");
            assertThat(
                            module.resolve(
                                    "src/main/resources/META-INF/services/smalti.bench.contest.Contestant"))
                    .content()
                    .contains("smalti.bench." + peer.name());
        }
    }

    @Test
    void theVersionOfAPeerIsThatOfItsJar() {
        var peer = new PeerFamily("mkl", "mkl", false);
        assertThat(peer.version("/a/javacpp-1.5.13.jar:/b/mkl-2025.3-1.5.13.jar:/c/x-1.jar"))
                .contains("2025.3-1.5.13");
        assertThat(peer.version("/a/javacpp-1.5.13.jar")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aQuickSessionKeepsOneOfEachKind(Group group) {
        assertThat(kinds(Tempo.QUICK, group)).isEqualTo(kinds(Tempo.FULL, group));
    }

    private static Set<Object> kinds(Tempo tempo, Group group) {
        return tempo.workloads(group).stream().map(GroupTest::kind).collect(Collectors.toSet());
    }

    /// What tells a workload from others than by its size.
    private static Object kind(Workload workload) {
        return switch (workload.input()) {
            case ConvolutionInput input ->
                    workload.name().replaceAll("-[0-9]+x[0-9]+x[0-9]+-f[0-9]+", "");
            default ->
                    workload instanceof InferenceWorkload inference
                            ? inference.input().model()
                            : workload.getClass();
        };
    }
}
