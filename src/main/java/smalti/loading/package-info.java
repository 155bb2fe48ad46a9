/// Reading pictures and making batches of them beside training.
package smalti.loading;
