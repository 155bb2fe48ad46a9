package smalti.cuda.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The rules of the house that the compiler does not check: who stands above whom in the GPU's module, and who may crash the
/// process.
@AnalyzeClasses(packages = "smalti.cuda", importOptions = ImportOption.DoNotIncludeTests.class)
class CudaRulesTest {
    private static final String PREFIX = "smalti.cuda.";

    /// From the ground up. The device, package `smalti.cuda` itself, stands above them all.
    private static final List<String> ROOMS =
            List.of(
                    "driver",
                    "ffm",
                    "launch",
                    "sort",
                    "pool",
                    "move",
                    "axis",
                    "point",
                    "norm",
                    "step",
                    "window",
                    "matrix",
                    "convolution",
                    "slic");

    @ArchTest
    static final ArchRule everyRoomHasItsPlace =
            classes()
                    .should()
                    .resideInAnyPackage(
                            Stream.concat(
                                            Stream.of("smalti.cuda"),
                                            ROOMS.stream().map(room -> PREFIX + room))
                                    .toArray(String[]::new));

    @ArchTest static final ArchRule aRoomImportsOnlyRoomsBelow = roomOrder();

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("smalti.cuda.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheBindingsMakeRestrictedCalls =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("smalti.cuda.ffm")
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(SymbolLookup.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Linker.class)
                    .orShould()
                    .callMethod(MemorySegment.class, "reinterpret", long.class)
                    .orShould()
                    .callMethod(MemorySegment.class, "reinterpret", Arena.class, Consumer.class)
                    .orShould()
                    .callMethod(
                            MemorySegment.class,
                            "reinterpret",
                            long.class,
                            Arena.class,
                            Consumer.class)
                    .orShould()
                    .callMethod(AddressLayout.class, "withTargetLayout", MemoryLayout.class)
                    .orShould()
                    .callMethod(System.class, "load", String.class)
                    .orShould()
                    .callMethod(System.class, "loadLibrary", String.class);

    private static ArchRule roomOrder() {
        List<ArchRule> rules = new ArrayList<>();
        for (int room = 0; room < ROOMS.size(); room++) {
            List<String> above = new ArrayList<>(List.of("smalti.cuda"));
            ROOMS.subList(room + 1, ROOMS.size()).forEach(name -> above.add(PREFIX + name));
            rules.add(
                    noClasses()
                            .that()
                            .resideInAPackage(PREFIX + ROOMS.get(room))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(above.toArray(String[]::new)));
        }
        return CompositeArchRule.of(rules);
    }
}
