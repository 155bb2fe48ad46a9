package smalti.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import smalti.conformance.fault.Fault;
import smalti.conformance.fault.FaultyLabels;
import smalti.conformance.fault.FaultyMaps;

/// A suite that cannot fail proves nothing: each property is shown a device that breaks it.
class SuiteNoticesTest {
    /// Takes too long to be shown a fault; that of the mean of fewer pixels is noticed all the same.
    private static final String NOT_SIMULATED = "theErrorOfAMeanStaysSmallUpTo67MillionPixels";

    static Stream<Fault> faults() {
        return Stream.of(Fault.peers(), Fault.slips(), FaultyMaps.all(), FaultyLabels.all())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theSuiteNoticesWhen(Fault fault) {
        TestExecutionSummary summary =
                ScopedValue.where(FaultyDeviceConformance.FAULT, fault)
                        .call(() -> run(fault.catcher()));
        assertThat(summary.getTestsFoundCount())
                .as("properties named %s", fault.catcher())
                .isEqualTo(1);
        assertThat(summary.getFailures()).as("failures of %s", fault.catcher()).hasSize(1);
        assertThat(summary.getFailures().getFirst().getException())
                .isInstanceOfAny(AssertionError.class, ArithmeticException.class);
    }

    @Test
    void everyPropertyIsShownAFault() {
        var unproven = new TreeSet<String>();
        promises().map(Method::getName).forEach(unproven::add);
        faults().map(Fault::catcher).forEach(unproven::remove);
        assertThat(unproven).containsExactly(NOT_SIMULATED);
    }

    private static Stream<Method> promises() {
        return Arrays.stream(FaultyDeviceConformance.class.getMethods())
                .filter(method ->
                        method.isAnnotationPresent(Property.class)
                                || method.isAnnotationPresent(Example.class));
    }

    private static TestExecutionSummary run(String property) {
        Method method =
                promises()
                        .filter(each -> each.getName().equals(property))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no property is named " + property));
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectMethod(FaultyDeviceConformance.class, method))
                        .filters(EngineFilter.includeEngines("jqwik"))
                        // The fault is expected: neither search for its smallest scene, nor report
                        // or remember it.
                        .configurationParameter("jqwik.shrinking.default", "OFF")
                        .configurationParameter("jqwik.failures.after.default", "RANDOM_SEED")
                        .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                        .configurationParameter("jqwik.database", "target/jqwik-database-of-faults")
                        .build();
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }
}
