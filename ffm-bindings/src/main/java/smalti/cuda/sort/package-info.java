/// Sorting on the GPU.
package smalti.cuda.sort;
