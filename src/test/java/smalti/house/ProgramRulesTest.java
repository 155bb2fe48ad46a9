package smalti.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/// The rules of the house for the program: devices come through services, native code does not come at all.
@AnalyzeClasses(
        packages = "smalti",
        importOptions = {
            ImportOption.DoNotIncludeTests.class,
            ProgramRulesTest.OnlyThisModule.class
        })
class ProgramRulesTest {
    @ArchTest
    static final ArchRule noDeviceIsNamed =
            noClasses().should().dependOnClassesThat().resideInAPackage("smalti.cuda..");

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("smalti.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingHereUsesTheIncubator =
            noClasses().should().dependOnClassesThat().resideInAPackage("jdk.incubator..");

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

    /// The engine's packages bear the same name, and have rules of their own.
    static final class OnlyThisModule implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return location.contains("/src/target/classes/");
        }
    }
}
