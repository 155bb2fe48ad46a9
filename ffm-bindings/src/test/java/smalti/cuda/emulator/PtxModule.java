package smalti.cuda.emulator;

import java.util.List;
import java.util.Map;

/// What a file of PTX holds.
///
/// @param version of the instruction set, e.g. `8.0`
/// @param entries the kernels by name
/// @param functions what kernels call, by name
/// @param variables of the whole file
record PtxModule(
        String version,
        Map<String, Procedure> entries,
        Map<String, Procedure> functions,
        List<Variable> variables) {}
