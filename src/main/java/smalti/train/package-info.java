/// Training: steps with a line of progress, a log, curves, and checkpoints from which a run goes on.
package smalti.train;
