package smalti.zoo;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import smalti.grad.Variable;
import smalti.nn.Pass;
import smalti.tensor.Shape;

/// The part of a network that makes features of pictures: what other networks stand on.
@FunctionalInterface
public interface Encoder {
    /// The features of pictures.
    ///
    /// @param input `[B,H,W,3]`
    Encoded encode(Pass pass, Variable input);

    /// What pictures become.
    ///
    /// @param features `[B,h,w,C]`, where all of the network has been passed
    /// @param middle `[B,h',w',C']`, where the last but one of its stages has
    /// @param switches where the network ends with a maximum pool, what takes that back
    /// @param earlier where it does, what takes the maximum pools before back, the last one first
    record Encoded(
            Variable features,
            Variable middle,
            Optional<Switches> switches,
            List<Switches> earlier) {
        public Encoded {
            earlier = List.copyOf(earlier);
        }

        Encoded(Variable features, Variable middle) {
            this(features, middle, Optional.empty(), List.of());
        }

        /// What takes all of its maximum pools back, the last one first.
        public List<Switches> pools() {
            return Stream.concat(switches.stream(), earlier.stream()).toList();
        }

        /// @param positions `I32`, of the features' shape
        /// @param before the shape of the map whose largest values the features are
        public record Switches(Variable positions, Shape before) {}
    }
}
