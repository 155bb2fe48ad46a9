package smalti.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The rules of the house that the compiler does not check: who stands above whom in the engine.
@AnalyzeClasses(packages = "smalti", importOptions = ImportOption.DoNotIncludeTests.class)
class EngineRulesTest {
    /// From the ground up. The facade, package `smalti` itself, stands above them all.
    private static final List<String> ROOMS =
            List.of(
                    "error",
                    "tensor",
                    "segment",
                    "file",
                    "superpixel",
                    "slic",
                    "op",
                    "device",
                    "cpu",
                    "grad",
                    "nn",
                    "plan");

    private static final Set<String> TOLD = Set.of("FloatVector", "DoubleVector", "IntVector");

    private static final Set<String> ARITHMETIC =
            Set.of(
                    "add", "sub", "mul", "div", "min", "max", "fma", "and", "or", "compare",
                    "blend");

    @ArchTest static final ArchRule aRoomImportsOnlyRoomsBelow = roomOrder();

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("smalti.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlySimdKernelsUseTheIncubator =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("smalti.cpu.simd")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("jdk.incubator..");

    @ArchTest
    static final ArchRule nothingHereMakesRestrictedCalls =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(SymbolLookup.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Linker.class)
                    .orShould()
                    .callMethod(MemorySegment.class, "reinterpret", long.class)
                    .orShould()
                    .callMethod(System.class, "load", String.class)
                    .orShould()
                    .callMethod(System.class, "loadLibrary", String.class);

    /// See `Species.all`: a plain number takes its class from the profile of the whole process, and is boxed where that is
    /// spoilt. The kernels of SLIC are as large as the compiler bears, without a call more; a test measures what they
    /// allocate.
    @ArchTest
    static final ArchRule kernelsTellTheClassOfNumbers =
            noClasses()
                    .that()
                    .resideInAPackage("smalti.cpu.simd")
                    .and()
                    .doNotHaveSimpleName("SimdLab")
                    .should()
                    .callMethodWhere(
                            describe(
                                    "plain numbers in vector arithmetic",
                                    call -> takesNumber(call)));

    private static boolean takesNumber(JavaMethodCall call) {
        return TOLD.contains(call.getTargetOwner().getSimpleName())
                && ARITHMETIC.contains(call.getName())
                && call.getTarget().getRawParameterTypes().stream()
                        .anyMatch(JavaClass::isPrimitive);
    }

    private static ArchRule roomOrder() {
        List<ArchRule> rules = new ArrayList<>();
        for (int room = 0; room < ROOMS.size(); room++) {
            List<String> above = new ArrayList<>(List.of("smalti"));
            ROOMS.subList(room + 1, ROOMS.size())
                    .forEach(name -> above.add("smalti." + name + ".."));
            rules.add(
                    noClasses()
                            .that()
                            .resideInAPackage("smalti." + ROOMS.get(room) + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(above.toArray(String[]::new))
                            .allowEmptyShould(true));
        }
        return CompositeArchRule.of(rules);
    }
}
