/// How well predicted classes agree with true ones.
package smalti.evaluation;
