/// Photos from files of any common kind, as people see them: upright, in sRGB, opaque.
///
/// Photos come from strangers. What a header claims is checked before memory is taken, decoding has a time limit, and a
/// file that cannot be read is one [smalti.error.FormatException] of one line.
package smalti.photo;
