package smalti.nn;

import java.util.function.Predicate;

/// Parameters that learn at a pace of their own.
///
/// @param members which they are; a parameter belongs to the first group that has it
/// @param rate what the learning rate is multiplied by
/// @param decay what the weight decay is multiplied by
public record ParameterGroup(Predicate<Parameter> members, double rate, double decay) {
    /// Everything at the common pace.
    public static ParameterGroup all() {
        return new ParameterGroup(_ -> true, 1, 1);
    }

    /// Parameters whose names begin so.
    public static ParameterGroup named(String prefix, double rate, double decay) {
        return new ParameterGroup(each -> each.name().startsWith(prefix), rate, decay);
    }
}
