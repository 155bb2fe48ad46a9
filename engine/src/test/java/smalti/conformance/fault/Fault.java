package smalti.conformance.fault;

import static smalti.conformance.fault.Computation.only;
import static smalti.conformance.fault.Computation.spoilt;
import static smalti.conformance.fault.FaultyReductions.any;
import static smalti.conformance.fault.FaultyReductions.choice;
import static smalti.conformance.fault.FaultyReductions.formula;

import java.util.List;
import java.util.function.IntFunction;
import smalti.device.Device;
import smalti.op.ConvolutionOp;
import smalti.op.MatrixOp;
import smalti.op.Op;
import smalti.op.Reduction;
import smalti.op.SegmentOp;
import smalti.segment.Labelling;
import smalti.segment.SegmentMap;
import smalti.tensor.DType;
import smalti.tensor.Tensor;

/// One way to be wrong, and the property that must notice it. Those of [#peers()] are errors of released libraries.
///
/// @param error what is wrong, in a sentence
/// @param catcher the property of the conformance suite that must fail
public record Fault(String error, String catcher, IntFunction<Computation> computation) {

    @Override
    public String toString() {
        return error;
    }

    /// The faulty device.
    ///
    /// @param threads a number that it pretends to compute with
    public Device device(int threads) {
        Computation faulty = computation.apply(threads);
        return new Device() {
            @Override
            public String name() {
                return "faulty";
            }

            @Override
            public String description() {
                return error + ", " + threads + " threads";
            }

            @Override
            public List<Tensor> run(Op op, List<Tensor> inputs) {
                return faulty.run(op, inputs);
            }

            @Override
            public SegmentMap segments(Tensor labels, Labelling labelling) {
                return faulty.segments(labels, labelling);
            }
        };
    }

    static Fault of(String error, String catcher, Computation computation) {
        return new Fault(error, catcher, _ -> computation);
    }

    /// Errors that released libraries had, or have.
    public static List<Fault> peers() {
        return List.of(
                of(
                        "the gradient reaches only the first image of a batch",
                        "everyImageOfABatchHasItsGradient",
                        spoilt(
                                op -> op instanceof SegmentOp.ReduceGradient,
                                FaultyGradients::firstImageOnly)),
                of(
                        "means of half precision stop growing",
                        "meansOfHalfPrecisionDoNotStopGrowing",
                        only(
                                op -> op instanceof SegmentOp.Reduce,
                                (op, inputs) ->
                                        inputs.getFirst().dtype() == DType.F16
                                                ? formula(
                                                                Reduction.MEAN,
                                                                FaultyReductions::halfMean)
                                                        .run(op, inputs)
                                                : Computation.healthy(op, inputs))),
                new Fault(
                        "a tie gets -1,-1 for a negative upstream gradient",
                        "aTieGivesItsGradientOnceAlsoWhenItIsNegative",
                        _ -> FaultyGradients.duplicatesOnTies()),
                of(
                        "the maximum of -inf is 0",
                        "theMaximumOfMinusInfinityIsMinusInfinity",
                        formula(
                                Reduction.MAX,
                                values -> {
                                    double best =
                                            FaultyReductions.maximumFrom(
                                                    Float.NEGATIVE_INFINITY, values);
                                    return Double.isInfinite(best) ? 0 : best;
                                })),
                of(
                        "the maximum starts from the lowest float",
                        "theMaximumOfMinusInfinityIsMinusInfinity",
                        formula(
                                Reduction.MAX,
                                values -> FaultyReductions.maximumFrom(-Float.MAX_VALUE, values))),
                of(
                        "the maximum starts from the smallest positive float",
                        "theMaximumOfTheLowestFloatIsTheLowestFloat",
                        formula(
                                Reduction.MAX,
                                values -> FaultyReductions.maximumFrom(Float.MIN_VALUE, values))),
                of(
                        "the minimum depends on where a NaN stands",
                        "nanWinsWhereverItStands",
                        choice(Reduction.MIN, FaultyReductions::minimumByComparison)),
                of(
                        "rows beyond a launch limit are dropped",
                        "moreSegmentsThanALaunchGridHasRowsLoseNoRow",
                        spoilt(
                                any(),
                                (_, _, output) ->
                                        FaultyReductions.dropBeyondGrid(
                                                output, output.shape().size(2)))),
                of(
                        "channels beyond a launch limit are dropped",
                        "moreChannelsThanALaunchGridHasRowsLoseNoChannel",
                        spoilt(
                                any(),
                                (_, _, output) -> FaultyReductions.dropBeyondGrid(output, 1))),
                of(
                        "images beyond a launch limit are dropped",
                        "moreImagesThanALaunchGridHasRowsLoseNoImage",
                        spoilt(
                                any(),
                                (_, _, output) ->
                                        FaultyReductions.dropBeyondGrid(
                                                output,
                                                output.shape().size(1) * output.shape().size(2)))),
                of(
                        "memory is taken for a size that 32 bits cannot address",
                        "aTableBeyondWhatCanBeAddressedIsRefusedBeforeMemoryIsTaken",
                        FaultyManners::memoryFirst),
                of(
                        "bad sizes are another error than on the CPU",
                        "aSizeThatDoesNotFitIsTheSameErrorEverywhere",
                        FaultyManners::untypedErrors),
                of(
                        "bad sizes are said in other words than on the CPU",
                        "aRankThatDoesNotFitIsTheSameErrorEverywhere",
                        FaultyManners::errorsOfItsOwn),
                of(
                        "memory is taken for a map that 32 bits cannot address",
                        "aMapBeyondWhatCanBeAddressedIsRefusedBeforeMemoryIsTaken",
                        FaultyManners::memoryFirst),
                of(
                        "missing inputs are another error than on the CPU",
                        "aNumberOfInputsThatDoesNotFitIsTheSameErrorEverywhere",
                        FaultyManners::untypedErrors),
                of(
                        "inputs of another type are said in other words than on the CPU",
                        "aSecondInputOfAnotherTypeIsTheSameErrorEverywhere",
                        FaultyManners::errorsOfItsOwn));
    }

    /// Errors that kernels easily have.
    public static List<Fault> slips() {
        return List.of(
                of(
                        "an empty mean is 0/0",
                        "anEmptySegmentHoldsTheStatedDefault",
                        spoilt(
                                any(),
                                (op, _, output) ->
                                        FaultyReductions.fillEmpty(op, output, Double.NaN))),
                of(
                        "an empty segment is 0 whatever the caller named",
                        "anEmptySegmentHoldsTheStatedDefault",
                        spoilt(
                                any(),
                                (op, _, output) -> FaultyReductions.fillEmpty(op, output, 0))),
                of(
                        "ignored pixels count to segment 0",
                        "ignoredPixelsTakeNoPart",
                        only(any(), FaultyReductions::ignoredPixelsInSegmentNought)),
                of(
                        "label 0 is the background",
                        "theSumOfOnesIsTheCountAndAllCountsAndIgnoredPixelsAreThePicture",
                        only(any(), FaultyReductions::segmentNoughtIgnored)),
                of(
                        "label 0 is the background, under other labels",
                        "relabellingOnlyPermutesRows",
                        only(any(), FaultyReductions::segmentNoughtIgnored)),
                of(
                        "all images have the labels of the first",
                        "anImageOfABatchGivesWhatItGivesAlone",
                        only(any(), FaultyReductions::labelsOfTheFirstImage)),
                of(
                        "the last of equal maxima is taken",
                        "ofEqualValuesTheFirstInRasterOrderIsTaken",
                        choice(Reduction.MAX, FaultyReductions::lastMaximum)),
                of(
                        "the value is not that of the position",
                        "theValueAtThePositionIsTheValue",
                        formula(
                                Reduction.MAX,
                                values ->
                                        Math.nextUp(
                                                        FaultyReductions.maximumFrom(
                                                                Float.NEGATIVE_INFINITY, values))
                                                + 1)),
                of(
                        "sums are accumulated in float, one by one",
                        "aLargeValueDoesNotSwallowAThousandOnes",
                        formula(Reduction.SUM, FaultyReductions::floatSum)),
                of(
                        "means are accumulated in float, one by one",
                        "theErrorOfAMeanIsAMillionthOfTheMagnitude",
                        formula(
                                Reduction.MEAN,
                                values -> FaultyReductions.floatSum(values) / values.length)),
                of(
                        "NaN is left out of a sum",
                        "nanAndInfinitiesPropagateAsInTheReference",
                        formula(Reduction.SUM, FaultyReductions::sumWithoutNan)),
                of(
                        "the variance is a difference of squares",
                        "aVarianceFarFromZeroKeepsItsDigits",
                        formula(Reduction.VARIANCE, FaultyReductions::onePassVariance)),
                of(
                        "the variance is that of a sample",
                        "everyOperatorAgreesWithTheReference",
                        formula(Reduction.VARIANCE, FaultyReductions::sampleVariance)),
                of(
                        "the exponentials of logsumexp overflow",
                        "logSumExpNeitherOverflowsNorVanishes",
                        formula(Reduction.LOGSUMEXP, FaultyReductions::plainLogSumExp)),
                of(
                        "logsumexp of infinities is NaN",
                        "logSumExpOfInfinitiesIsWhatTheLimitSays",
                        formula(Reduction.LOGSUMEXP, FaultyReductions::logSumExpOfFinite)),
                of(
                        "the exponentials of the softmax overflow",
                        "softmaxOfLargeNumbersDoesNotOverflow",
                        only(
                                op -> op instanceof SegmentOp.Softmax,
                                FaultyGradients::softmaxWithoutShift)),
                of(
                        "the softmax of a segment does not sum to 1",
                        "theSoftmaxOfASegmentSumsToOne",
                        spoilt(op -> op instanceof SegmentOp.Softmax, FaultyReductions::dropTail)),
                of(
                        "NCHW is read as NHWC",
                        "bothLayoutsAgree",
                        only(any(), FaultyReductions::asIfChannelsLast)),
                of(
                        "channels off the vector length are dropped",
                        "everyOperatorAgreesWithTheReference",
                        spoilt(any(), FaultyReductions::dropTail)),
                of(
                        "views are read from the start of their storage",
                        "everyOperatorAgreesWithTheReference",
                        FaultyReductions::withoutOffsets),
                of(
                        "inputs are written to",
                        "inputsAreNotChangedAndOutputsAreNew",
                        FaultyManners::scribbles),
                of(
                        "nothing is too little",
                        "aSizeOfNoughtGivesEmptyResultsOfTheRightShape",
                        FaultyManners::fallsOverNothing),
                new Fault(
                        "the last bit is left to chance",
                        "theBitsAreTheSameRunAfterRunAndOnAnyNumberOfThreads",
                        _ -> FaultyManners.lastBitOfChance()),
                new Fault(
                        "the last bit depends on the number of threads",
                        "theBitsAreTheSameRunAfterRunAndOnAnyNumberOfThreads",
                        FaultyManners::lastBitOf),
                new Fault(
                        "hot code gives other bits",
                        "hotCodeGivesTheBitsThatColdCodeGave",
                        _ -> FaultyManners.worseWhenHot()),
                new Fault(
                        "the last bit depends on the number of threads where work is shared",
                        "theBitsAreTheSameOnAnyNumberOfThreadsWhereWorkIsShared",
                        FaultyManners::lastBitOf),
                of(
                        "doubles are computed in float",
                        "operatorsOnOtherTypesAgreeWithTheReferenceWhereTheyAreOffered",
                        FaultyManners::doublesInFloat),
                of(
                        "an operator is missing",
                        "everyOperatorIsOfferedForFloats",
                        only(FaultyReductions.of(Reduction.STDDEV), FaultyManners::missing)),
                of(
                        "outputs come in an order of their own",
                        "theOrderInWhichReductionsAreAskedForOnlyOrdersTheOutputs",
                        only(any(), FaultyManners::sortedReductions)),
                of(
                        "the gradient of the mean is divided by the picture, in the worked case",
                        "theOriginalQuestionHasItsAnswerInBothLayouts",
                        spoilt(
                                FaultyGradients.of(Reduction.MEAN),
                                FaultyGradients::dividesByPicture)),
                of(
                        "weighted sums are halved",
                        "weightsOfOneAreNoWeights",
                        spoilt(
                                op -> op instanceof SegmentOp.Reduce reduce && reduce.weighted(),
                                (_, _, output) -> FaultyManners.halve(output))),
                of(
                        "columns are counted in 14 bits",
                        "wideAndTallPicturesOfOnePixelAgreeToo",
                        only(any(), FaultyReductions::columnsOf14Bits)),
                of(
                        "several reductions in one pass give other bits",
                        "severalReductionsInOnePassEqualSingleOnes",
                        spoilt(any(), FaultyManners::otherBitsTogether)),
                of(
                        "a weighted mean is divided by the number of pixels",
                        "everyOperatorAgreesWithTheReference",
                        only(
                                op ->
                                        op instanceof SegmentOp.Reduce reduce
                                                && reduce.weighted()
                                                && reduce.reductions()
                                                        .equals(List.of(Reduction.MEAN)),
                                FaultyReductions::meanByCount)),
                of(
                        "a mean of weights 0 is 0/0",
                        "aMeanOfPixelsThatWeighNothingIsTheDefaultAndHasNoGradient",
                        spoilt(
                                op ->
                                        op instanceof SegmentOp.Reduce reduce
                                                && reduce.weighted()
                                                && reduce.reductions()
                                                        .equals(List.of(Reduction.MEAN)),
                                FaultyReductions::nanWithoutWeight)),
                of(
                        "the gradient of the mean is divided by the picture",
                        "everyLinearReductionAndItsGradientAreAdjoint",
                        spoilt(
                                FaultyGradients.of(Reduction.MEAN),
                                FaultyGradients::dividesByPicture)),
                of(
                        "the gradient of the mean is not its second derivative's adjoint",
                        "theSecondDerivativeOfSumAndMeanIsTheReductionAgain",
                        spoilt(
                                FaultyGradients.of(Reduction.MEAN),
                                FaultyGradients::dividesByPicture)),
                of(
                        "the gradient of a product is 0/0",
                        "theGradientOfAProductWithZerosIsTheProductOfTheOthers",
                        only(
                                FaultyGradients.of(Reduction.PRODUCT),
                                FaultyGradients::productByDivision)),
                of(
                        "the gradient of a product vanishes with it",
                        "theGradientOfAProductSurvivesAProductTooSmallToStore",
                        only(
                                FaultyGradients.of(Reduction.PRODUCT),
                                FaultyGradients::productByGuardedDivision)),
                of(
                        "the gradient of a deviation of 0 is NaN",
                        "theGradientOfAStandardDeviationOfNothingIsNothing",
                        spoilt(
                                FaultyGradients.of(Reduction.STDDEV),
                                FaultyGradients::nanWithoutDeviation)),
                of(
                        "the gradient of a minimum is lost behind the first image",
                        "theWholeUpstreamGradientOfASelectionArrivesOnce",
                        spoilt(FaultyGradients.of(Reduction.MIN), FaultyGradients::firstImageOnly)),
                of(
                        "the last columns of a matrix product are left out",
                        "everyOperatorAgreesWithTheReference",
                        spoilt(op -> op instanceof MatrixOp.MatMul, FaultyReductions::dropTail)),
                of(
                        "a convolution sees its map upside down",
                        "everyOperatorAgreesWithTheReference",
                        only(op -> op instanceof ConvolutionOp.Conv2d, FaultyWindows::upsideDown)),
                of(
                        "a transposed convolution reaches the first image only",
                        "everyOperatorAgreesWithTheReference",
                        spoilt(
                                op -> op instanceof ConvolutionOp.ConvTranspose2d,
                                FaultyGradients::firstImageOnly)),
                of(
                        "the gradient in filters is halved",
                        "gradientsAreWhatCentralDifferencesSay",
                        spoilt(
                                op -> op instanceof ConvolutionOp.Conv2dFilterGradient,
                                (_, _, output) -> FaultyManners.halve(output))),
                of(
                        "gradients are halved",
                        "gradientsAreWhatCentralDifferencesSay",
                        spoilt(
                                op -> op instanceof SegmentOp.SoftmaxGradient,
                                (_, _, output) -> FaultyManners.halve(output))),
                of(
                        "ignored pixels are painted",
                        "ignoredPixelsHaveNoGradientWhateverIsUpstream",
                        spoilt(
                                op -> op instanceof SegmentOp.Unpool,
                                FaultyGradients::paintsIgnoredPixels)),
                of(
                        "painted ignored pixels break the adjoint",
                        "unpoolIsTheAdjointOfTheSum",
                        spoilt(
                                op -> op instanceof SegmentOp.Unpool,
                                FaultyGradients::paintsIgnoredPixels)),
                of(
                        "what was unpooled is pooled to something else",
                        "poolingWhatWasUnpooledGivesItBack",
                        spoilt(op -> op instanceof SegmentOp.Unpool, FaultyReductions::dropTail)),
                of(
                        "an absent position is read as pixel 0",
                        "pickIsTheAdjointOfTheGradientOfTheMaximum",
                        spoilt(
                                op -> op instanceof SegmentOp.Pick,
                                FaultyGradients::picksWithoutPosition)),
                of(
                        "a class at the purity is taken",
                        "theShareMustBeAboveThePurityNotAtIt",
                        only(op -> op instanceof SegmentOp.Mode, FaultyGradients::modeAtPurity)),
                of(
                        "classes are kept in 16 bits",
                        "classNumbersMayBeLargeAndFarApart",
                        only(
                                op -> op instanceof SegmentOp.Mode,
                                FaultyGradients::modeOfShortClasses)),
                of(
                        "the largest of equally frequent classes is taken, anywhere",
                        "theMostFrequentClassIsThatOfTheReference",
                        only(op -> op instanceof SegmentOp.Mode, FaultyGradients::largestMode)),
                of(
                        "the largest of equally frequent classes is taken",
                        "theSmallestOfEquallyFrequentClassesIsTaken",
                        only(op -> op instanceof SegmentOp.Mode, FaultyGradients::largestMode)),
                of(
                        "pixels without a class count",
                        "pixelsWithoutAClassDoNotCount",
                        only(op -> op instanceof SegmentOp.Mode, FaultyGradients::modeOfAllPixels)),
                of(
                        "cells count alike whatever area they share",
                        "theCrossResolutionMeanOfThePaper",
                        only(
                                op -> op instanceof SegmentOp.CrossPool,
                                FaultyGradients::crossPoolOfEqualCells)),
                of(
                        "cells as fine as pixels lose their tail",
                        "cellsAsFineAsPixelsMakeAnOrdinaryMean",
                        spoilt(
                                op -> op instanceof SegmentOp.CrossPool,
                                FaultyGradients::firstImageOnly)),
                of(
                        "the cross-resolution gradient reaches one image",
                        "theCrossResolutionMeanAndItsGradientAreAdjoint",
                        spoilt(
                                op -> op instanceof SegmentOp.CrossPoolGradient,
                                FaultyGradients::firstImageOnly)));
    }
}
