package smalti.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import smalti.error.FormatException;
import smalti.file.SafetensorsReader;
import smalti.file.SafetensorsWriter;
import smalti.op.Window;
import smalti.tensor.Shape;
import smalti.tensor.Tensor;
import smalti.testkit.FarStorage;
import smalti.testkit.Tensors;

class WeightFileTest {
    @TempDir private Path folder;

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Parameters first = network(1);
        Parameters second = network(2);
        assertThat(filter(second)).isNotEqualTo(filter(first));
        WeightFile.write(folder.resolve("ours"), first);
        WeightFile.read(folder.resolve("ours"), second);
        assertThat(filter(second)).isEqualTo(filter(first));
        Parameters third = network(3);
        WeightFile.writeForOthers(folder.resolve("theirs"), first);
        WeightFile.read(folder.resolve("theirs"), third);
        assertThat(filter(third)).isEqualTo(filter(first));
    }

    @Test
    void parametersMayLieOnADevice() throws IOException {
        Parameters near = network(1);
        Parameters far = network(2);
        far.all().forEach(each -> each.move(FarStorage.copy(each.tensor())));
        WeightFile.write(folder.resolve("near"), near);
        WeightFile.read(folder.resolve("near"), far);
        WeightFile.write(folder.resolve("far"), far);
        assertThat(folder.resolve("far")).hasSameBinaryContentAs(folder.resolve("near"));
        WeightFile.writeForOthers(folder.resolve("near-theirs"), near);
        WeightFile.writeForOthers(folder.resolve("far-theirs"), far);
        assertThat(folder.resolve("far-theirs"))
                .hasSameBinaryContentAs(folder.resolve("near-theirs"));
        Parameters again = network(3);
        again.all().forEach(each -> each.move(FarStorage.copy(each.tensor())));
        WeightFile.read(folder.resolve("far-theirs"), again);
        assertThat(again.named("conv.weight").tensor().onHeap().floats()).isEqualTo(filter(near));
    }

    @Test
    void othersFiltersAreTurned() throws IOException {
        Parameters parameters = network(1);
        WeightFile.writeForOthers(folder.resolve("theirs"), parameters);
        try (var reader = SafetensorsReader.open(folder.resolve("theirs"))) {
            Tensor stored = reader.read("conv.weight");
            assertThat(stored.shape()).isEqualTo(Shape.of(4, 5, 3, 2));
            float[] ours = filter(parameters);
            // Output 3, input 1, row 2, column 0.
            assertThat((float) stored.get(((3 * 5 + 1) * 3 + 2) * 2))
                    .isEqualTo(ours[((2 * 2) * 5 + 1) * 4 + 3]);
        }
    }

    @Test
    void allTroublesAreTold() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("conv.weight", Tensors.random(1, 3, 2, 5, 4));
        tensors.put("odd", Tensors.random(1, 1));
        SafetensorsWriter.write(folder.resolve("wrong"), tensors, Map.of());
        Parameters parameters = network(1);
        float[] before = filter(parameters).clone();
        assertThatThrownBy(() -> WeightFile.read(folder.resolve("wrong"), parameters))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("wrong")
                .hasMessageContaining("conv.weight is [3,2,5,4], not [4,5,3,2]")
                .hasMessageContaining("conv.bias is missing")
                .hasMessageContaining("odd is unknown");
        assertThat(filter(parameters)).isEqualTo(before);
    }

    @Test
    void aPartOfALargerNetworkIsRead() throws IOException {
        Parameters whole = network(1);
        Scope.of(whole, new SplittableRandom(0)).in("head").weight("weight", Initializer.ONES, 2);
        WeightFile.write(folder.resolve("whole"), whole);
        Parameters part = network(2);
        assertThatThrownBy(() -> WeightFile.read(folder.resolve("whole"), part))
                .hasMessageContaining("head.weight");
        WeightFile.readPart(folder.resolve("whole"), part);
        assertThat(filter(part)).isEqualTo(filter(whole));
    }

    @Test
    void countsOfBatchesArePassedOver() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        network(1).all().forEach(each -> tensors.put(each.name(), each.tensor()));
        tensors.put("bn.num_batches_tracked", Tensor.of(new int[] {7}, 1));
        SafetensorsWriter.write(
                folder.resolve("counted"), tensors, Map.of("smalti.order", "channels last"));
        Parameters parameters = network(2);
        WeightFile.read(folder.resolve("counted"), parameters);
        assertThat(filter(parameters)).isEqualTo(filter(network(1)));
    }

    private static float[] filter(Parameters parameters) {
        return parameters.named("conv.weight").tensor().floats();
    }

    private static Parameters network(long seed) {
        var parameters = new Parameters();
        Convolution.biased(
                Scope.of(parameters, new SplittableRandom(seed)).in("conv"), 5, 4, Window.of(3, 2));
        return parameters;
    }
}
