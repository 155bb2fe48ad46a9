/// A scene that the program draws itself, so that a demonstration needs no photo. It is a landscape rather than a test
/// card: large calm regions, fine texture, soft and hard edges, light and its reflections.
package smalti.demo;
