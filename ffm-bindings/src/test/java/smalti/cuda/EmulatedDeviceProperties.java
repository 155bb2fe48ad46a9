package smalti.cuda;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import smalti.cuda.emulator.PtxOptions;
import smalti.device.Device;
import smalti.tensor.DType;
import smalti.testkit.AnyScene;
import smalti.testkit.DeviceConformance;
import smalti.testkit.Scene;

/// The committed kernels keep what every device promises, on an interpreter that sees what a GPU would not tell: memory
/// that is not theirs, races, threads that wait for ever. Blocks, warps and lanes run in any order.
///
/// Each thread is interpreted, so that there are fewer tries of what takes long.
class EmulatedDeviceProperties extends DeviceConformance {
    private static final List<Device> ORDERS =
            LongStream.of(1, 2)
                    .mapToObj(seed -> EmulatedDevice.of(PtxOptions.DEFAULT.seed(seed)).device())
                    .toList();

    @Override
    public Device device() {
        return EmulatedDevice.tested().device();
    }

    @Override
    public List<Device> alike() {
        return ORDERS;
    }

    @Override
    @Property(tries = 25)
    public void everyOperatorAgreesWithTheReference(
            @ForAll(supplier = AnyScene.class) Scene scene) {
        super.everyOperatorAgreesWithTheReference(scene);
    }

    @Override
    @Property(tries = 25)
    public void operatorsOnOtherTypesAgreeWithTheReferenceWhereTheyAreOffered(
            @ForAll(supplier = AnyScene.class) Scene scene, @ForAll DType dtype) {
        super.operatorsOnOtherTypesAgreeWithTheReferenceWhereTheyAreOffered(scene, dtype);
    }

    @Override
    @Property(tries = 20)
    public void nanAndInfinitiesPropagateAsInTheReference(
            @ForAll(supplier = AnyScene.Special.class) Scene scene) {
        super.nanAndInfinitiesPropagateAsInTheReference(scene);
    }

    @Override
    @Property(tries = 3)
    public void inputsAreNotChangedAndOutputsAreNew(
            @ForAll(supplier = AnyScene.class) Scene scene) {
        super.inputsAreNotChangedAndOutputsAreNew(scene);
    }

    @Override
    @Property(tries = 3)
    public void theBitsAreTheSameRunAfterRunAndOnAnyNumberOfThreads(
            @ForAll(supplier = AnyScene.class) Scene scene) {
        super.theBitsAreTheSameRunAfterRunAndOnAnyNumberOfThreads(scene);
    }

    @Override
    @Property(tries = 10)
    public void operatorsOverLabelsThatLieOnADeviceGiveWhatTheyGiveOverTheirCopy(
            @ForAll(supplier = AnyScene.class) Scene scene) {
        super.operatorsOverLabelsThatLieOnADeviceGiveWhatTheyGiveOverTheirCopy(scene);
    }

    @Override
    @Example
    public void moreSegmentsThanALaunchGridHasRowsLoseNoRow() {
        super.moreSegmentsThanALaunchGridHasRowsLoseNoRow();
    }

    @Override
    @Example
    public void moreChannelsThanALaunchGridHasRowsLoseNoChannel() {
        super.moreChannelsThanALaunchGridHasRowsLoseNoChannel();
    }

    @Override
    @Example
    public void moreImagesThanALaunchGridHasRowsLoseNoImage() {
        super.moreImagesThanALaunchGridHasRowsLoseNoImage();
    }
}
