package smalti.nn;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import smalti.error.ParameterException;

/// The parameters of a network in the order in which its layers were made. Layers are given a [Scope] of it.
public final class Parameters {
    private final Map<String, Parameter> byName = new LinkedHashMap<>();

    /// All of them.
    public Collection<Parameter> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /// The parameter of that name.
    ///
    /// @throws ParameterException if there is none
    public Parameter named(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw new ParameterException("a parameter", "one of " + byName.keySet(), name);
        }
        return parameter;
    }

    /// How many numbers there are in all, learnt and others.
    public long elements() {
        return all().stream().mapToLong(each -> each.tensor().elements()).sum();
    }

    void add(Parameter parameter) {
        if (byName.putIfAbsent(parameter.name(), parameter) != null) {
            throw new ParameterException("a parameter's name", "its own", parameter.name());
        }
    }
}
