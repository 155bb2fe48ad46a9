/// Eigenvectors and equations of symmetric matrices, small ones and those of picture grids.
///
/// Everything is in double precision, split between the threads of a device such that results do not depend on their number.
package smalti.algebra;
