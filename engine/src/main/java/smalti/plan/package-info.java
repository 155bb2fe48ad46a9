/// Inference that is planned once and run often: a network traced into a list of operators, simplified, with memory that
/// steps share.
package smalti.plan;
