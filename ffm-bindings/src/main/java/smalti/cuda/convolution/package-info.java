/// Convolutions of maps.
package smalti.cuda.convolution;
