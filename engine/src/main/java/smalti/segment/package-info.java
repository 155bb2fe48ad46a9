/// Label maps checked once and turned into the tables that pooling, pictures and descriptions read.
package smalti.segment;
