package smalti.cuda.emulator;

import java.util.List;
import java.util.Map;

/// A kernel or a function as its text has it.
///
/// @param results what a function returns
/// @param mostThreads that a block may have
/// @param variables of shared memory, of local memory, and what it hands to functions
/// @param labels with the index of the instruction behind each
/// @param targets the lists of labels of indexed branches
record Procedure(
        String name,
        boolean entry,
        List<Variable> results,
        List<Variable> parameters,
        int mostThreads,
        List<Variable> variables,
        List<Instruction> instructions,
        Map<String, Integer> labels,
        Map<String, List<String>> targets) {
    static final int MOST_THREADS = 1024;
}
