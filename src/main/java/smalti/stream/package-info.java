/// Pooling of data sets: features and labels are read, pooled and written image by image.
package smalti.stream;
