package smalti.bench.report;

import smalti.bench.session.Processor;

/// What the figures were measured on, as far as it matters to them.
///
/// @param vectorBits the widest vectors that the processor tells of, 0 if it does not tell
record Machine(String java, int processors, int vectorBits) {
    static Machine current() {
        return new Machine(
                Runtime.version().toString(),
                Runtime.getRuntime().availableProcessors(),
                Processor.vectorBits());
    }

    @Override
    public String toString() {
        String vectors = vectorBits > 0 ? ", vectors of " + vectorBits + " bits" : "";
        return "JDK " + java + ", " + processors + " cores" + vectors;
    }
}
