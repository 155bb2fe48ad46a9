/// What is computed over segments.
///
/// Pixels are sorted by segment once a label map. Reductions then gather: threads take pieces of a segment's pixels in that
/// order, and a second step joins the pieces in order, so that no result depends on the order in which threads run. Sums
/// are kept in double precision.
package smalti.cuda.pool;
