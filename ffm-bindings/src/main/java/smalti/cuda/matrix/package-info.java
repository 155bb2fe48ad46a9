/// Products of matrices, and what is computed by them.
package smalti.cuda.matrix;
