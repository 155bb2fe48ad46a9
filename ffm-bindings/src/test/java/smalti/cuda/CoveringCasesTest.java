package smalti.cuda;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import smalti.error.UnsupportedOpException;
import smalti.testkit.OpCase;

class CoveringCasesTest {
    private final EmulatedDevice gpu = EmulatedDevice.tested();

    @ParameterizedTest
    @EnumSource
    void operatorsGiveWhatTheReferenceGives(CoveringCases group) {
        group.cases().forEach(this::check);
    }

    private void check(OpCase each) {
        try {
            gpu.checkAgainstReference(each);
        } catch (UnsupportedOpException notOffered) {
            // The properties tell what must be offered.
            return;
        }
    }
}
