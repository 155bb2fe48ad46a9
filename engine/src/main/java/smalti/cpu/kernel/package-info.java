/// What a kernel is: the interfaces behind which scalar and vector loops stand, and the arrays they share.
package smalti.cpu.kernel;
