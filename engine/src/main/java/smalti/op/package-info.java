/// Operators as values: what is to be computed, apart from where and how.
package smalti.op;
