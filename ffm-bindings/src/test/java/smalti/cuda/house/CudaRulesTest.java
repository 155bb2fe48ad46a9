package smalti.cuda.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
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

/// The rules of the house that the compiler does not check: who stands above whom in the GPU's module, and who may crash the
/// process.
@AnalyzeClasses(packages = "smalti.cuda", importOptions = ImportOption.DoNotIncludeTests.class)
class CudaRulesTest {
    private static final String PREFIX = "smalti.cuda.";

    /// From the ground up; families of operators stand beside each other, above [#GROUND]. The device, package `smalti.cuda`
    /// itself, stands above them all.
    private static final List<String> GROUND = List.of("driver", "ffm", "launch");

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
        for (int room = 0; room < GROUND.size(); room++) {
            List<String> below = new ArrayList<>();
            GROUND.subList(0, room + 1).forEach(name -> below.add(PREFIX + name));
            rules.add(
                    noClasses()
                            .that()
                            .resideInAPackage(PREFIX + GROUND.get(room))
                            .should()
                            .dependOnClassesThat(
                                    resideInAPackage("smalti.cuda..")
                                            .and(
                                                    resideOutsideOfPackages(
                                                            below.toArray(String[]::new)))));
        }
        rules.add(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("smalti.cuda")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("smalti.cuda"));
        return CompositeArchRule.of(rules);
    }
}
