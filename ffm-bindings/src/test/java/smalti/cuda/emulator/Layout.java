package smalti.cuda.emulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import smalti.cuda.emulator.Variable.Space;

/// Where the variables and arguments of a kernel lie.
final class Layout {
    /// A variable's place.
    ///
    /// @param offset in its space; in global and constant memory the variable's index in its module
    record Place(Space space, int offset) {}

    private static final int DYNAMIC_ALIGNMENT = 16;

    private final Map<String, Place> places = new HashMap<>();
    private final List<Variable> arguments;
    private final int argumentBytes;
    private final int localBytes;
    private final int staticSharedBytes;

    Layout(PtxModule module, Procedure kernel) {
        arguments = kernel.parameters();
        argumentBytes = place(arguments, Space.PARAM);
        localBytes = place(ofSpace(kernel.variables(), Space.LOCAL), Space.LOCAL);
        List<Variable> shared = new ArrayList<>(ofSpace(kernel.variables(), Space.SHARED));
        shared.addAll(ofSpace(module.variables(), Space.SHARED));
        staticSharedBytes =
                place(shared.stream().filter(it -> it.bytes() > 0).toList(), Space.SHARED);
        shared.stream()
                .filter(it -> it.bytes() == 0)
                .forEach(it -> places.put(it.name(), new Place(Space.SHARED, dynamicFrom())));
        for (int i = 0; i < module.variables().size(); i++) {
            Variable variable = module.variables().get(i);
            if (variable.space() != Space.SHARED) {
                places.put(variable.name(), new Place(variable.space(), i));
            }
        }
    }

    private static List<Variable> ofSpace(List<Variable> variables, Space space) {
        return variables.stream().filter(it -> it.space() == space).toList();
    }

    /// Places one behind the other and gives the bytes that they take.
    private int place(List<Variable> variables, Space space) {
        int end = 0;
        for (Variable variable : variables) {
            int offset = align(end, variable.alignment());
            places.put(variable.name(), new Place(space, offset));
            end = offset + variable.bytes();
        }
        return end;
    }

    private static int align(int offset, int alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }

    Optional<Place> find(String name) {
        return Optional.ofNullable(places.get(name));
    }

    List<Variable> arguments() {
        return arguments;
    }

    /// Bytes of all arguments, packed.
    int argumentBytes() {
        return argumentBytes;
    }

    int localBytes() {
        return localBytes;
    }

    /// Shared memory that the kernel declares with a size.
    int staticSharedBytes() {
        return staticSharedBytes;
    }

    /// Where shared memory starts that is sized at launch.
    private int dynamicFrom() {
        return align(staticSharedBytes, DYNAMIC_ALIGNMENT);
    }

    /// Shared memory of a launch.
    int sharedBytes(int dynamic) {
        return dynamic == 0 ? staticSharedBytes : dynamicFrom() + dynamic;
    }
}
