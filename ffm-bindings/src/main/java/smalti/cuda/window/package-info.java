/// Operators with windows that slide over maps, and others that mix neighbouring pixels.
package smalti.cuda.window;
