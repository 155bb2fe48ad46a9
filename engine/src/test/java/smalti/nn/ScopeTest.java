package smalti.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import smalti.op.Window;

class ScopeTest {
    /// Filters alone, and only those of this scope and scopes within it.
    @Test
    void filtersAreDrawnAsTheScopeSays() {
        var parameters = new Parameters();
        Scope scope = Scope.of(parameters, new SplittableRandom(1));
        Scope constant = scope.filters(Initializer.constant(0.5f)).in("a").in("b");
        Convolution.biased(constant, 2, 1, Window.of(1));
        Convolution.plain(scope.in("c"), 2, 1, Window.of(1));
        assertThat(parameters.named("a.b.weight").tensor().floats()).containsExactly(0.5f, 0.5f);
        assertThat(parameters.named("a.b.bias").tensor().floats()).containsExactly(0);
        assertThat(parameters.named("c.weight").tensor().floats()).doesNotContain(0.5f);
    }
}
