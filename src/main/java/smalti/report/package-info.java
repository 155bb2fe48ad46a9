/// Pages that show what became of a training run: one file each, for any browser, without a network.
package smalti.report;
