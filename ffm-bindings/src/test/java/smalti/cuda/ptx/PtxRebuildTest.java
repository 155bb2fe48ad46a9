package smalti.cuda.ptx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PtxRebuildTest {
    @TempDir Path folder;

    @Test
    void theSourcesGiveTheCommittedPtxToTheByte() throws IOException {
        Toolkit.compiler();
        Toolkit.output(List.of(PtxFolder.SCRIPT.toString(), "--into", folder.toString()));
        List<String> names = PtxFolder.names(PtxFolder.COMMITTED, ".ptx");
        assertThat(PtxFolder.names(folder, "")).isEqualTo(names);
        for (String name : names) {
            assertThat(Files.mismatch(folder.resolve(name), PtxFolder.COMMITTED.resolve(name)))
                    .as(name + " differs from what its source gives" + PtxFolder.RUN_THE_SCRIPT)
                    .isEqualTo(-1);
        }
    }
}
