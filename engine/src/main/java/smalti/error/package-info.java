/// The few typed, unchecked errors of Smalti. Each message is one line: what, where, the limit, the way out.
package smalti.error;
