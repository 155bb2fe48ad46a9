/// Convolutions on the CPU: products with matrices that are never built, but packed from the map as they are needed.
package smalti.cpu.convolution;
