/// Automatic differentiation: operators are applied to variables on a tape, and the tape gives gradients back.
package smalti.grad;
