package smalti.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every vector kernel has a scalar twin of the same signature. Classes are read, not loaded, so that the gate also
/// stands where there is no Vector API.
class TwinGateTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("smalti.cpu");

    private static Stream<JavaClass> kernelInterfaces() {
        return CLASSES.stream()
                .filter(each -> each.getPackageName().equals("smalti.cpu.kernel"))
                .filter(JavaClass::isInterface);
    }

    private static List<JavaClass> implementations(JavaClass kernels, String room) {
        return kernels.getAllSubclasses().stream()
                .filter(each -> each.getPackageName().equals("smalti.cpu." + room))
                .toList();
    }

    private static Set<String> publicMethods(JavaClass owner) {
        return owner.getMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> !method.getModifiers().contains(JavaModifier.STATIC))
                .map(TwinGateTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(JavaMethod method) {
        return method.getName()
                + method.getRawParameterTypes().stream().map(JavaClass::getSimpleName).toList();
    }

    @Test
    void everyVectorKernelHasAScalarTwin() {
        Set<String> twins = new TreeSet<>();
        kernelInterfaces()
                .forEach(kernels -> {
                    for (JavaClass vector : implementations(kernels, "simd")) {
                        List<JavaClass> scalar = implementations(kernels, "scalar");
                        assertThat(scalar).as("scalar twins of %s", vector.getName()).hasSize(1);
                        assertThat(publicMethods(vector))
                                .as("public methods of %s are kernels", vector.getName())
                                .isEqualTo(publicMethods(kernels));
                        assertThat(publicMethods(scalar.getFirst()))
                                .as("twins in %s", scalar.getFirst().getName())
                                .containsAll(publicMethods(vector));
                        publicMethods(vector)
                                .forEach(name -> twins.add(kernels.getSimpleName() + "." + name));
                    }
                });
        // A kernel more or less is a decision: count it here.
        assertThat(twins).as("kernels with a twin").hasSize(63);
    }

    @Test
    void vectorCodeIsReachedThroughKernelsAlone() {
        List<String> entrances =
                CLASSES.stream()
                        .filter(each -> each.getPackageName().equals("smalti.cpu.simd"))
                        .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(each ->
                                kernelInterfaces()
                                        .noneMatch(
                                                kernels -> each.isAssignableTo(kernels.getName())))
                        .map(JavaClass::getSimpleName)
                        .toList();
        assertThat(entrances)
                .as("public classes beside the kernels")
                .containsExactly("SimdSupport");
    }
}
