/// Tensors and segment maps in files: NumPy's `.npy` and `.npz`, and safetensors. Files are untrusted: what a header
/// claims is checked against the file's length and a limit before anything is allocated for it, and a trouble is a
/// [smalti.error.FormatException] that names file, byte and limit. Files are written beside the one they replace and
/// moved there when they are whole.
package smalti.file;
